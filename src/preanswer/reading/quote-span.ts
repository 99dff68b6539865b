import type { Quote } from '../../spec/claim.ts'
import type { PassageUnit, ScoredUnit } from '../../spec/skills.ts'
import type { QuestionKind } from './question-kind.ts'

/** A list is quoted whole up to this many characters, a block of code up to the second. */
const longestList = 1_200
const longestCode = 1_500

const leaning =
  /^["'(\s]*(?:it|its|this|that|these|those|they|them|their|he|she|his|her|such|both|the (?:former|latter)|however|but|also|then|otherwise|instead|for example)\b/i
const introduces = /[:：]\s*[*_`]*\s*$/

/**
 * The smallest verbatim span that answers from a unit: the unit; with the sentence before it where it leans on it; with
 * the list it introduces; for a question about how something is done, followed by the block of code it leads to.
 */
export function quoteSpan(kind: QuestionKind, unit: ScoredUnit): readonly Quote[] {
  const units = unit.passageUnits ?? []
  const at = units.findIndex((one) => one.start === unit.start && one.end === unit.end)
  const from = units[firstUnit(units, at, unit)] ?? unit
  const to = units[lastUnit(kind, units, at, unit)] ?? unit
  const quotes = [quoteOf(unit, from.start, Math.max(to.end, unit.end))]
  const { next } = unit
  const isLast = at === units.length - 1 || at < 0
  const wantsCode = kind === 'way' || introduces.test(unit.text)
  if (
    next !== null &&
    next !== undefined &&
    next.kind === 'code' &&
    isLast &&
    wantsCode &&
    unit.kind === 'prose' &&
    next.text.length <= longestCode
  ) {
    quotes.push({ passage: next.passage, version: next.version, start: 0, end: next.text.length, text: next.text })
  }
  if (next?.kind === 'list' && isLast && introduces.test(unit.text) && next.text.length <= longestList) {
    quotes.push({ passage: next.passage, version: next.version, start: 0, end: next.text.length, text: next.text })
  }
  return quotes
}

/** A verbatim quotation of part of a unit's passage. */
export function quoteOf(unit: ScoredUnit, start: number, end: number): Quote {
  return { passage: unit.passage, version: unit.version, start, end, text: unit.passageText.slice(start, end) }
}

function firstUnit(units: readonly PassageUnit[], at: number, unit: ScoredUnit): number {
  if (at <= 0 || unit.kind === 'code' || unit.kind === 'definition' || !leaning.test(unit.text)) return at
  return at - 1
}

function lastUnit(kind: QuestionKind, units: readonly PassageUnit[], at: number, unit: ScoredUnit): number {
  if (at < 0 || unit.kind !== 'list') return at
  const last = units.length - 1
  const length = (units[last]?.end ?? 0) - unit.start
  if (introduces.test(unit.text) && length <= longestList) return last
  return kind === 'list' && at === 0 && length <= longestList ? last : at
}
