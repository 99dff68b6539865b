import type { AnswerBody } from '../../spec/answer.ts'
import type { Quote } from '../../spec/claim.ts'
import type { ScoredUnit } from '../../spec/skills.ts'
import { aspectsGuard } from '../guards/aspects.ts'
import { type RunGuards, runGuards } from '../guards/run-guards.ts'
import { lacksValue } from '../reading/differing-values.ts'
import { quoteOf, quoteSpan } from '../reading/quote-span.ts'
import type { RankedReading } from '../reading/ranked-unit.ts'
import type { NearAnswer } from './adaptation.ts'
import { whyNotAnswer } from './answers-here.ts'
import { openDifference } from './open-difference.ts'
import { isFound, isQuoted, ownUnits } from './own-units.ts'
import { placeOf, unsaid } from './said-of.ts'
import { saysSomethingNew } from './says-something-new.ts'
import { unnamedAsked } from './unnamed-asked.ts'

/** What came of trying one way to adapt one answer. */
export type Trial = { readonly body: AnswerBody; readonly what: string } | { readonly reason: string }

/**
 * A part of a longer prepared answer that answers a question about that part: the unit the reader ranks first of all,
 * where it stands inside the answer's quotations; verbatim, with what it leans on where that is quoted too. Every word asked
 * must be explained by it, its place or the prepared question, and what the prepared question does not ask by the unit
 * itself. Where nothing is left out the answer is not narrowed: whether it matches is for the decision.
 */
export function narrowAnswer(
  asked: string,
  { preparedFor, body }: NearAnswer,
  live: readonly ScoredUnit[],
  guards: RunGuards = runGuards,
): Trial {
  // Ranking costs more than all else here.
  const units = isFound(body.quotes, live) ? ownUnits(asked, body.quotes, live) : null
  const reading = units?.own.find(({ unit }) => isQuoted(unit, body.quotes))
  if (units === null || reading === undefined) return { reason: 'its passage was not found for the question' }
  const refused = whyNotAnswer(asked, preparedFor, units, reading)
  if (refused !== null) return { reason: refused }
  const quotes = quotedSpan(units.question.kind, reading, body.quotes)
  if (isWhole(quotes, body.quotes)) return { reason: 'the whole answer would be left' }
  const quoted = quotes.map(({ text }) => text).join('\n')
  const unknown = unsaid(asked, [preparedFor, placeOf(reading.unit), quoted].join('\n'))
  if (unknown.length > 0) return { reason: `it does not say ${unknown.join(', ')}` }
  const beyond = unsaid(asked, preparedFor)
  const elsewhere = unsaid(beyond.join(' '), [reading.unit.place.at(-1) ?? '', quoted].join('\n')).filter((term) => beyond.includes(term))
  if (elsewhere.length > 0) return { reason: `its part does not say ${elsewhere.join(', ')}` }
  const lost = lostWords(asked, quoted, reading, body.quotes)
  if (lost.length > 0 || lacksValue(units.question, reading))
    return { reason: `what would be left out says ${lost.join(', ') || 'the value'}` }
  const open = openDifference(asked, preparedFor, placeOf(reading.unit), quoted, body.shape === 'list' ? ['components'] : [], guards)
  if (open !== null) return { reason: open }
  // "The default is 3." answers what was prepared for, when more was asked there than here.
  if (aspectsGuard(preparedFor, asked, quoted)?.resolved === true)
    return { reason: 'its part tells what was prepared for, not what is asked' }
  const text = entryOf(body, quotes) ?? quotes.map((quote) => quote.text.trim()).join('\n\n')
  const unnamed = unnamedAsked(asked, preparedFor, text, reading.unit.place.at(-1) ?? '')
  if (unnamed !== null) return { reason: `its part does not name ${unnamed}` }
  if (!saysSomethingNew(asked, text)) return { reason: 'its part only repeats what is asked' }
  return {
    body: { shape: quotes.length > 1 ? 'several' : 'quotation', text, quotes, notes: [] },
    what: `narrowed to ${partName(body, reading)} of the answer to “${preparedFor}”`,
  }
}

/** Words asked that the answer says only in what narrowing leaves out ("The default is `255`."). */
function lostWords(asked: string, kept: string, { unit }: RankedReading, quotes: readonly Quote[]): readonly string[] {
  const missing = unsaid(asked, `${placeOf(unit)}\n${kept}`)
  const elsewhere = unsaid(asked, quotes.map(({ text }) => text).join('\n'))
  return missing.filter((term) => !elsewhere.includes(term))
}

/** The unit with what belongs to it, as far as that stands inside what was quoted. */
function quotedSpan(kind: Parameters<typeof quoteSpan>[0], { unit }: RankedReading, quotes: readonly Quote[]): readonly Quote[] {
  const span = quoteSpan(kind, unit)
  const isInside = span.every((one) =>
    quotes.some(
      (quote) => quote.passage === one.passage && quote.version === one.version && quote.start <= one.start && one.end <= quote.end,
    ),
  )
  return isInside ? span : [quoteOf(unit, unit.start, unit.end)]
}

/** The line of a list that holds the quotation, with the name the list gives it; null where there is not exactly one. */
function entryOf({ shape, text }: AnswerBody, quotes: readonly Quote[]): string | null {
  const [quote] = quotes
  if (shape !== 'list' || quote === undefined || quotes.length > 1) return null
  const lines = text.split('\n').filter((line) => line.includes(quote.text.trim()))
  return lines.length === 1 ? (lines[0] ?? null) : null
}

function isWhole(part: readonly Quote[], whole: readonly Quote[]): boolean {
  return lengthOf(part) >= lengthOf(whole)
}

function lengthOf(quotes: readonly Quote[]): number {
  return quotes.reduce((sum, { text }) => sum + text.trim().length, 0)
}

function partName({ shape }: AnswerBody, { unit }: RankedReading): string {
  if (shape === 'list' || unit.kind === 'list' || unit.kind === 'table') return 'one entry'
  return unit.kind === 'code' ? 'the code' : 'one sentence'
}
