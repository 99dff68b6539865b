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
