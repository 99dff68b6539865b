import { questionTerms } from '../../retrieve/question-terms.ts'
import { tokenise } from '../../retrieve/tokenise.ts'
import type { ScoredUnit } from '../../spec/skills.ts'
import type { GuardName } from '../guards/guard.ts'
import { type RunGuards, runGuards } from '../guards/run-guards.ts'
import { quoteOf } from '../reading/quote-span.ts'
import { sameFrame } from '../reading/same-frame.ts'
import type { NearAnswer } from './adaptation.ts'
import { whyNotAnswer } from './answers-here.ts'
import type { Trial } from './narrow-answer.ts'
import { openDifference } from './open-difference.ts'
import { isFound, isQuoted, ownUnits } from './own-units.ts'
import { placeOf, unsaid } from './said-of.ts'
import { unnamedAsked } from './unnamed-asked.ts'

/** What tells one parameter from another; what turns an answer round (negation, antonyms, direction) is no parameter. */
const namesParameter: ReadonlySet<GuardName> = new Set(['numbers', 'names', 'identifiers', 'components', 'aspects', 'parts'])
/** Words of a parameter's name at most, as the index splits them. */
const longestName = 6
/** Words the two questions must share beside the parameters. */
const leastShared = 2
/** Characters at the beginning of an entry or row in which it names itself. */
const longestHead = 60

/**
 * The same asked of a sibling: the two questions are the same but for one parameter, the quotation names the one prepared
 * for, and its own passage holds another unit of the same frame (the same sentence but for the parameter, or another
 * entry of the same list or row of the same table) that names the one asked. That unit is quoted verbatim. Null evidence, an
 * unresolved guard or a better live passage leave it to live reading.
 */
export function otherParameter(
  asked: string,
  { preparedFor, body }: NearAnswer,
  live: readonly ScoredUnit[],
  guards: RunGuards = runGuards,
): Trial {
  if (!isFound(body.quotes, live)) return { reason: 'its passage was not found for the question' }
  const wanted = difference(asked, preparedFor)
  const had = difference(preparedFor, asked)
  if (wanted.length === 0 || had.length === 0 || wanted.length > longestName || had.length > longestName) {
    return { reason: 'the questions do not differ by one parameter' }
  }
  if (questionTerms(asked).length - wanted.length < leastShared) return { reason: 'the questions share too few words' }
  const quotedText = body.quotes.map(({ text }) => text).join('\n')
  if (!guards(asked, preparedFor, quotedText).some(({ guard }) => namesParameter.has(guard))) {
    return { reason: 'what differs is no parameter' }
  }
  const units = ownUnits(asked, body.quotes, live)
  const from = units.own.filter(({ unit }) => isQuoted(unit, body.quotes) && says(unit.text, had) && !says(unit.text, wanted))
  const reading = units.own.find(({ unit }) => !isQuoted(unit, body.quotes) && says(unit.text, wanted))
  if (from.length === 0) return { reason: 'its quotation does not name the parameter prepared for' }
  if (reading === undefined) return { reason: `its own evidence does not state ${wanted.join(' ')}` }
  if (!from.some(({ unit }) => isSibling(unit, had, reading.unit, wanted))) return { reason: 'the sibling is stated in other words' }
  const refused = whyNotAnswer(asked, preparedFor, units, reading)
  if (refused !== null) return { reason: refused }
  const { unit } = reading
  const quote = quoteOf(unit, unit.start, unit.end)
  const unnamed = unnamedAsked(asked, preparedFor, quote.text, '')
  if (unnamed !== null) return { reason: `the sibling does not name ${unnamed}` }
  const unknown = unsaid(asked, [preparedFor, placeOf(unit), quote.text].join('\n'))
  if (unknown.length > 0) return { reason: `it does not say ${unknown.join(', ')}` }
  const open = openDifference(asked, preparedFor, placeOf(unit), quote.text, ['components'], guards)
  if (open !== null) return { reason: open }
  return {
    body: { shape: 'quotation', text: quote.text.trim(), quotes: [quote], notes: [] },
    what: `taken for ${named(asked, wanted)} from the passage that answers “${preparedFor}”`,
  }
}

/** Content words of one question that the other lacks. */
function difference(one: string, other: string): readonly string[] {
  const there = new Set(tokenise(other))
  return questionTerms(one).filter((term) => !there.has(term))
}

function says(text: string, words: readonly string[]): boolean {
  const said = new Set(tokenise(text))
  return words.every((word) => said.has(word))
}

function isSibling(from: ScoredUnit, had: readonly string[], to: ScoredUnit, wanted: readonly string[]): boolean {
  if (from.passage !== to.passage) return false
  if (to.kind === 'list' || to.kind === 'table') return says(headOf(from), had) && says(headOf(to), wanted)
  return sameFrame(without(from.text, had), without(to.text, wanted))
}

/** What an entry or a row begins with: its name, up to what is said of it. */
function headOf({ passageText, start, end }: ScoredUnit): string {
  const text = passageText.slice(start, end).replace(/^[\s|>*+-]+(?:\[[ x]\]\s*)?/i, '')
  return text.slice(0, Math.min(longestHead, ...[text.search(/\s\|\s|:\s|\s[-–—]\s|\.\s/)].filter((at) => at > 0)))
}

function without(text: string, words: readonly string[]): string {
  return tokenise(text)
    .filter((token) => !words.includes(token))
    .join(' ')
}

/** The parameter as the asker wrote it. */
function named(asked: string, wanted: readonly string[]): string {
  const written = asked.split(/\s+/).filter((word) => tokenise(word).some((token) => wanted.includes(token)))
  return written.map((word) => word.replace(/[?,;:!]+$/, '')).join(' ')
}
