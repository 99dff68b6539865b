import type { Worded } from '../worded.ts'
import type { Clause } from './clause.ts'
import { hasSubject } from './has-subject.ts'

/** "What is X also called?" */
export function nameQuestions(clause: Clause): readonly Worded[] {
  const match = /^(?:also |often |sometimes |commonly |generally |usually |originally )?(?:as )?(.+)$/.exec(clause.rest)
  if (
    !/^(?:called|known|named|nicknamed|termed)$/.test(clause.verb) ||
    !/^(?:is|are|was|were)$/.test(clause.auxiliaries[0] ?? '') ||
    match === null ||
    !hasSubject(clause)
  )
    return []
  if (clause.verb === 'known' && !/^as /.test(clause.rest)) return []
  const also = /\balso\b/.test(
    clause.words
      .slice(0, clause.words.length - clause.restWords.length)
      .map((word) => word.lower)
      .join(' '),
  )
    ? 'also '
    : ''
  return [
    {
      text: `What ${clause.auxiliaries[0]} ${clause.subject} ${also}${clause.verb}${clause.verb === 'known' ? ' as' : ''}?`,
      probability: 0.8,
    },
  ]
}

const joined: Readonly<Record<string, RegExp>> = {
  composed: /^(?:mainly |mostly |largely |primarily )?(of) /,
  made: /^(?:mainly |mostly |largely |primarily )?(of|from|up of) /,
  comprised: /^(of) /,
  based: /^(?:mainly |mostly |largely |primarily )?(on) /,
  named: /^(after|for) /,
  known: /^(?:mainly |mostly |primarily )?(for) /,
  associated: /^(with) /,
  connected: /^(with|to) /,
  linked: /^(to|with) /,
  related: /^(to) /,
  surrounded: /^(by) /,
  covered: /^(by|with) /,
  derived: /^(from) /,
  divided: /^(into) /,
  attributed: /^(to) /,
  caused: /^(?:mainly |mostly |largely |primarily )?(by) /,
  driven: /^(by) /,
  replaced: /^(by) /,
  characterized: /^(by) /,
  filled: /^(with) /,
}

/** "What is the mantle composed of?": verbs whose preposition asks for its object. */
export function objectOfQuestions(clause: Clause): readonly Worded[] {
  const be = clause.auxiliaries.join(' ')
  const particle = joined[clause.verb]?.exec(clause.rest)?.[1]
  if (particle === undefined || !/^(?:is|are|was|were)$/.test(be) || !hasSubject(clause) || /^an? /.test(clause.subject)) return []
  const object = clause.rest.slice(clause.rest.indexOf(particle) + particle.length).trim()
  if (/^(?:it|them|this|that|these|those|him|her|its|their|his|which|what|whether|how|such|[a-z]+ing)\b/i.test(object)) return []
  return [{ text: `What ${be} ${clause.subject} ${clause.verb} ${particle}?`, probability: 0.8 }]
}
