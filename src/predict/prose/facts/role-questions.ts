import { isPerson } from '../../../distil/english/is-person.ts'
import type { Worded } from '../worded.ts'
import type { Clause } from './clause.ts'
import { isNamedSubject, isThingSubject } from './fact-subject.ts'

/** "What is X?", "Who was X?" for named things and people. */
export function roleQuestions(clause: Clause, topic: string): readonly Worded[] {
  if (
    clause.verb !== '' ||
    !/^(?:is|was|are|were)$/.test(clause.auxiliaries[0] ?? '') ||
    clause.auxiliaries.length !== 1 ||
    !isNamedSubject(clause)
  )
    return []
  if (
    !/^(?:an?|the) (?!most|only|first|last|leading|\w+est\b)/.test(clause.rest) ||
    clause.rest.split(' ').length < 4 ||
    / and /.test(clause.subject) ||
    (/^(?:are|were)$/.test(clause.auxiliaries[0] ?? '') && !/s$/.test(clause.subject))
  )
    return []
  const person = isPerson(clause.subject, `${clause.subject} ${clause.auxiliaries[0]} ${clause.rest}`)
  if (
    person === 'unsure' ||
    (person === 'no' && !isThingSubject(clause, topic)) ||
    (person === 'no' && clause.auxiliaries[0] === 'was' && !/^(?:an?|the) /.test(clause.rest))
  )
    return []
  return [{ text: `${person === 'yes' ? 'Who' : 'What'} ${clause.auxiliaries[0]} ${clause.subject}?`, probability: 0.9 }]
}

const holder =
  /\b(?:president|king|queen|leader|founder|author|inventor|director|minister|mayor|governor|chief|head|chairman|discoverer|architect|winner|actor|actress|singer|composer|designer|owner|commander|emperor|pope)\b/i

/** "What is the main cause of the cycle?", "Who was the first president of the bank?" from "The first president … was …". */
export function holderQuestions(clause: Clause): readonly Worded[] {
  const be = clause.auxiliaries[0] ?? ''
  if (clause.verb !== '' || clause.auxiliaries.length !== 1 || !/^(?:is|was|are|were)$/.test(be)) return []
  const [article, ...content] = clause.subjectWords
  if (article?.lower !== 'the' || content.length < 2 || content.length > 9 || leans(clause.subject)) return []
  if (
    !content.some((word) => /^(?:of|in|for)$/.test(word.lower) || /^\p{Lu}/u.test(word.text)) ||
    content.some((word) => word.tags.has('Gerund'))
  )
    return []
  const first = clause.restWords[0]
  const second = clause.restWords[1]
  if (first === undefined || clause.restWords.length > 24) return []
  const isName = /^\p{Lu}\p{Ll}+$/u.test(first.text)
  const isPhrase = /^(?:the|an?)$/.test(first.lower) || (/^\d/.test(first.text) && first.tags.has('Value'))
  if (!isName && !isPhrase) return []
  const isOnly =
    /\b(?:main|first|last|only|largest|smallest|highest|lowest|capital|most|best|oldest|second|third|official|current|primary|chief|key|central)\b/i.test(
      clause.subject,
    )
  if (/^an?$/.test(first.lower) && !isOnly) return []
  if (/^(?:same|following|most|only|reason|case|result|fact|key)$/.test(second?.lower ?? '')) return []
  const person =
    isName &&
    (first.tags.has('FirstName') || first.tags.has('Honorific') || (second?.tags.has('LastName') ?? false) || holder.test(clause.subject))
  return [{ text: `${person ? 'Who' : 'What'} ${be} ${clause.subject}?`, probability: 0.85 }]
}

function leans(subject: string): boolean {
  return /\bof the [a-z]+$|\b(?:its|his|her|their|this|these|that|those|other|latter|former|same|such|following|remaining|above|below|here|our|my|your)\b/i.test(
    subject,
  )
}
