import type { Clause } from './clause.ts'
import { isNamedSubject } from './fact-subject.ts'

/** A subject a stranger understands: a name, or a noun phrase that says more than "the city". */
export function hasSubject(clause: Clause): boolean {
  if (/^there$/i.test(clause.subject)) return true
  if (
    clause.subjectWords[0]?.tags.has('Preposition') === true ||
    clause.subjectWords.some((word) => /^(?:et|al|out|more|less|up|according)$/.test(word.lower) || word.tags.has('Gerund'))
  )
    return false
  if (isNamedSubject(clause)) return true
  const content = clause.subjectWords.filter(
    (word) => !/^(?:the|an?|of|in|for|and|its|his|her|their|this|these|that|those)$/.test(word.lower),
  )
  if (
    clause.subjectWords.some((word) =>
      /^(?:this|these|that|those|its|his|her|their|such|similar|further|other|another|one|some|many|most|several|few|both|all|each|every|which|who|what|it|they|he|she|we|you|i|first|second|latter|former|same|two|three|four|five)$/.test(
        word.lower,
      ),
    )
  )
    return false
  const definite = /^the$/i.test(clause.subjectWords[0]?.lower ?? '')
  return definite
    ? content.length >= 3 || (content.length >= 2 && content.some((word) => word.tags.has('ProperNoun') && /^\p{Lu}/u.test(word.text)))
    : content.length >= 1 && clause.subjectWords.length <= 6
}
