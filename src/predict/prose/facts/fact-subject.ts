import { isPerson } from '../../../distil/english/is-person.ts'
import type { Clause } from './clause.ts'

const notPeople =
  /\b(?:university|college|school|company|corporation|institute|museum|church|party|army|council|committee|government|city|state|county|river|lake|mountain|war|battle|treaty|empire|league|team|club|band|album|film|book|park|house|bowl|games?|series|act|court|bank|station|street|company|inc|ltd|bay|island|ocean|sea|desert|forest|kingdom|republic|union|association|society|organization|agency|department|ministry|commission|conference|festival|award|prize|protocol|system|project|program|virus|disease|syndrome|theory|law|effect|language|channel|network|group|service|airport|bridge|tower|palace|castle|cathedral|hall|theatre|theater|stadium|administration|center|centre|foundation|act|bill|convention)s?\b/i

/** True where the subject is a name: every word but small ones is capitalised, and it is not merely the sentence's first. */
export function isNamedSubject(clause: Clause): boolean {
  const words = clause.subjectWords
  if (words.length === 0 || words.length > 6) return false
  const content = words.filter((word) => !/^(?:the|of|and|de|la|von|van|al|for)$/i.test(word.lower))
  if (words.some((word) => word.tags.has('Value') && !/\d/.test(word.text)) || /%|\d{3}/.test(clause.subject)) return false
  if (content.length === 0 || !content.every((word) => /^[\p{Lu}\d`]/u.test(word.text))) return false
  if (
    content.some((word) =>
      /^(?:although|while|when|if|since|because|however|many|most|some|other|these|this|that|several|both|all|each|every|one|two|three|another|no|such|its|their|his|her|they|there|people|additionally|also|after|before|during|following|despite|unlike|like|as|in|on|at)$/.test(
        word.lower,
      ),
    )
  )
    return false
  if (clause.isLowerCase && !/^the$/i.test(words[0]?.lower ?? '') && content.length < 2) return false
  if (content.length >= 2) return !(clause.isLowerCase && content.slice(1).every((word) => !/^\p{Lu}/u.test(word.text)))
  const only = content[0]
  if (words.length > 1 && !/\p{Lu}.*\p{Lu}/u.test(only?.text ?? '') && only?.tags.has('Place') !== true) return false
  return (
    only !== undefined &&
    (only.tags.has('ProperNoun') ||
      only.tags.has('Person') ||
      only.tags.has('Place') ||
      only.tags.has('Organization') ||
      only.tags.has('Acronym') ||
      /\p{Lu}.*\p{Lu}|`/u.test(only.text) ||
      !clause.isLowerCase)
  )
}

/** True where something besides its capital says that the subject is a thing, a place or a body. */
export function isThingSubject(clause: Clause, topic: string): boolean {
  const words = clause.subjectWords
  if (notPeople.test(clause.subject) || clause.isLowerCase || /^(?:the|an?)\b/i.test(clause.subject) || clause.subject.includes('`'))
    return true
  if (clause.subject.toLowerCase() === topic.toLowerCase().replace(/^the /, '')) return true
  return words.some(
    (word) => word.tags.has('Place') || word.tags.has('Organization') || word.tags.has('Acronym') || /\p{Lu}.*\p{Lu}|\d/u.test(word.text),
  )
}

/** True where the subject names a person. */
export function isPersonSubject(clause: Clause): boolean {
  if (!isNamedSubject(clause) || notPeople.test(clause.subject) || /^the\b/i.test(clause.subject) || clause.subject.includes('`'))
    return false
  const words = clause.subjectWords
  if (words.some((word) => word.tags.has('Place') || word.tags.has('Organization') || word.tags.has('Acronym'))) return false
  const sentence = `${clause.subject} ${clause.auxiliaries.join(' ')} ${clause.rest}`
  return (
    isPerson(clause.subject, sentence) === 'yes' ||
    (words.length > 1 && words.some((word) => word.tags.has('FirstName') || word.tags.has('Honorific')))
  )
}
