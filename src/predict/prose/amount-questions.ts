import { isWellFormed } from '../../distil/prose/sentence-tests.ts'
import { sentenceCase } from './sentence-case.ts'
import type { Worded, Wording } from './worded.ts'

const most = '(?:at most |up to |no more than |no longer than |a maximum of |about |exactly |at least )?'
const number = '(?:\\d[\\d.,]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|sixty|hundred)'
const time = '(?:ms|(?:milli)?seconds?|minutes?|hours?|days?|weeks?|months?|years?)'
const tail = '((?: (?:in|on|at|per|a|for|from|over|under|within) [^,;:]+)?)'
const verbs: Readonly<Record<string, string>> = {
  holds: 'hold',
  keeps: 'keep',
  stores: 'store',
  accepts: 'accept',
  allows: 'allow',
  contains: 'contain',
  supports: 'support',
  takes: 'take',
  lasts: 'last',
  lives: 'live',
  waits: 'wait',
  ends: 'end',
  expires: 'expire',
  closes: 'close',
  stops: 'stop',
  starts: 'start',
  runs: 'run',
  restarts: 'restart',
}
const holding = 'holds|keeps|stores|accepts|allows|contains|supports|takes'
const past = '(?:deleted|removed|closed|retried|cancelled|canceled|stopped|killed|dropped|archived|restarted|refreshed|erased|expired)'

const pattern = (body: string): RegExp => new RegExp(`^(.{3,70}?) ${body}$`)
const mayLast = pattern(`(may|can|must) (run|take|last|wait|live|stay \\w+)(?: for)? ${most}${number} ${time}${tail}`)
const mayHold = pattern(
  `(may|can|must) (hold|keep|store|have|contain|accept|take|send|use) ${most}\\d[\\d.,]* ([a-z]+s|[a-z]+ [a-z]+s)${tail}`,
)
const lasts = pattern(`(takes|lasts|lives|waits)(?: for)? ${most}${number} ${time}${tail}`)
const holds = pattern(`(${holding}) ${most}\\d[\\d.,]* ([a-z]+s|[a-z]+ [a-z]+s)${tail}`)
const ends = pattern(`(ends|expires|closes|stops) after ${most}${number} ${time}`)
const isEnded = pattern(`(is|are) (${past}) after ${most}${number} ${time}`)
const often = pattern(`(runs|starts|restarts) every ${number}(?: ${time})?`)

/** "How long may a job run?", "How many jobs does the queue hold?", "When does the lease end?" from sentences that state an amount. */
export const amountQuestions: Wording = (claim, { isManual, lowerWords }) => {
  const text = claim.text
    .replace(/;.*$/, '')
    .replace(/[.!]$/, '')
    .replace(/\s+\([^()]*\)/g, '')
  if (/[:?]/.test(text) || !isWellFormed(text)) return []
  const made = wordAmount(text, (subject) => (isSubject(subject, isManual) ? sentenceCase(subject, lowerWords) : null))
  return made === null ? [] : [{ text: made.text, probability: Math.min(0.9, claim.salience * made.probability + 0.1) }]
}

function wordAmount(text: string, subjectOf: (raw: string) => string | null): Worded | null {
  const asked = (found: RegExpExecArray | null, word: (subject: string, parts: readonly string[]) => string): Worded | null => {
    const subject = found === null ? null : subjectOf(found[1] ?? '')
    return found === null || subject === null
      ? null
      : {
          text: word(
            subject,
            found.slice(2).map((part) => part ?? ''),
          ),
          probability: 1,
        }
  }
  const infinitive = (verb: string | undefined): string => verbs[verb ?? ''] ?? ''
  return (
    asked(mayLast.exec(text), (subject, [modal, verb, rest]) => `How long ${modal} ${subject} ${verb}${rest}?`) ??
    asked(mayHold.exec(text), (subject, [modal, verb, noun, rest]) =>
      units.test(noun ?? '') ? '' : `How many ${noun} ${modal} ${subject} ${verb}${rest}?`,
    ) ??
    asked(lasts.exec(text), (subject, [verb, rest]) => `How long does ${subject} ${infinitive(verb)}${rest}?`) ??
    asked(holds.exec(text), (subject, [verb, noun, rest]) =>
      units.test(noun ?? '') ? '' : `How many ${noun} does ${subject} ${infinitive(verb)}${rest}?`,
    ) ??
    asked(ends.exec(text), (subject, [verb]) => `When does ${subject} ${infinitive(verb)}?`) ??
    asked(isEnded.exec(text), (subject, [be, verb]) => `When ${be} ${subject} ${verb}?`) ??
    asked(often.exec(text), (subject, [verb]) => `How often does ${subject} ${infinitive(verb)}?`)
  )
}

/** Units of measure are asked for by "how long" and "how large", never by "how many". */
const units = /^(?:(?:milli)?seconds?|minutes|hours|days|weeks|months|years|bytes|bits|times|others?|words that)$/

/** A noun phrase that says which thing is meant; articles may start with anything the reader of one handbook has. */
function isSubject(subject: string, isManual: boolean): boolean {
  const words = subject.split(' ')
  if (words.length > 12 || /[,"“”()]/.test(subject)) return false
  if (
    /\b(?:it|its|they|them|their|this|that(?! [a-z]+(?:s|ed)\b)|these|those|he|she|his|her|you|your|we|our|such|same|both|other|others|another|following|above|below|there|which|who|what|if|when|while|and|or|but|to|not|is|are|was|were)\b/i.test(
      subject,
    )
  )
    return false
  if (
    /^(?:the|an?|each|every) (?:value|option|function|default|number|first|second|example|code|thing|way|one|following|result)s?$/i.test(
      subject,
    )
  )
    return false
  if (!/^(?:The|An?|Each|Every|\p{Lu}[\p{L}\d.-]*|`[^`]+`)(?: |$)/u.test(subject)) return false
  // Outside manuals "the city" is one of many.
  return isManual || !/^The \S+$/.test(subject)
}
