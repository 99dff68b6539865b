import type { QuestionKind } from './question-kind.ts'

const month =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?'
const time = new RegExp(
  `\\b(?:1[0-9]{3}|20[0-9]{2})s?\\b|\\b(?:${month})\\b|\\bcentur(?:y|ies)\\b|\\b(?:bc|ad|bce|ce)\\b|\\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|daily|weekly|monthly|yearly|annually|today|ago|until|every)\\b|\\b\\d+ (?:years?|days?|months?|weeks?|hours?|minutes?|seconds?|ms)\\b`,
  'gi',
)
const numeral =
  /\d[\d.,]*|\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|trillions?|dozens?|half|third|quarter|percent|once|twice|single|double|both|unlimited|infinit(?:e|y|ely))\b/gi
const name = /(?<![.!?:]\s|^["'(\s]*)\b\p{Lu}[\p{L}\p{N}'.-]+/gu
const reason =
  /\b(?:because|due to|since|so that|in order to|as a result|therefore|thus|hence|owing to|thanks to|caus(?:e|es|ed|ing)|reasons?|leads? to|led to|result(?:s|ed)? (?:in|from)|to (?:avoid|prevent|ensure|allow|make|keep|reduce|help|protect)|for the sake)\b/gi
const way =
  /\b(?:by \w+ing|use|using|via|through|call|set|pass|run|add|install|create|configure|import|you can|you need|with the|must|should|method|function|option|so that|first|then)\b|`[^`]+`/gi
const definition =
  /\b(?:is|are|was|were) (?:an?|the|one of|any|called|known|defined|used)\b|\b(?:refers? to|means?|stands? for|known as|called|defined as|represents?|denotes?|consists? of|provides?|allows?|lets|returns?|enables?|helps?)\b/i
const askedSubject =
  /^(?:what(?:'s| is| are| does| do)|define|explain|describe)\s+(?:an?\s+|the\s+)?(.+?)(?:\s+(?:do|mean|stand for|for|used for))?[?.!\s]*$/

const patterns: Partial<Record<QuestionKind, RegExp>> = { time, number: numeral, person: name, place: name, reason, way }

/**
 * How many expressions of the kind a question expects stand in a text and not already in the question: a date for
 * `time`, a numeral for `number`, a capitalised name for `person` and `place`, … Kinds that any sentence can answer
 * (`thing`, `list`, `polar`) give 0. `asked` is the question in lower case.
 */
export function countAnswers(kind: QuestionKind, text: string, asked: string): number {
  if (kind === 'meaning') return definesSubject(text, asked) ? 1 : 0
  const pattern = patterns[kind]
  if (pattern === undefined) return 0
  let count = 0
  for (const [found] of text.matchAll(pattern)) {
    const expression = found.toLowerCase().replace(/[.,]+$/, '')
    if (kind === 'way' || kind === 'reason' || !asked.includes(expression)) count++
  }
  return count
}

/** Whether a text says of the subject asked about what it is or does, near its beginning. */
function definesSubject(text: string, asked: string): boolean {
  const subject = askedSubject
    .exec(asked.trim())?.[1]
    ?.replace(/[`"'()]/g, '')
    .replace(/s$/, '')
  if (subject === undefined) return definition.test(text)
  const plain = text.toLowerCase().replace(/[`"'()*_]/g, '')
  const at = plain.indexOf(subject)
  return at >= 0 && at <= 24 && definition.test(plain.slice(at + subject.length, at + subject.length + 60))
}
