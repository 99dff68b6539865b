import type { Quote } from '../../spec/claim.ts'
import type { NeighbourPassage, PassageUnit, ScoredUnit } from '../../spec/skills.ts'
import type { QuestionKind } from './question-kind.ts'
import { replyTo } from './reply-to.ts'

/** A list is quoted whole up to this many characters, a block of code up to the second. */
const longestList = 1_200
const longestCode = 1_500
/** Characters of further sentences between a unit and the block it leads to. */
const longestTail = 300

const leaning =
  /^["'(\s]*(?:it|its|this|that|these|those|they|them|their|he|she|his|her|such|both|the (?:former|latter)|however|but|also|then|otherwise|instead|for example)\b/i
const introduces = /[:：]\s*[*_`]*\s*$/

/**
 * The smallest verbatim span that answers from a unit: the unit; with the sentence before it where it leans on it; with
 * the list or code it introduces; a question of a list of questions with what follows it; for a question about how something is done, up to and with the block of code that
 * follows; a block of code after the sentence that introduces it.
 */
export function quoteSpan(kind: QuestionKind, unit: ScoredUnit): readonly Quote[] {
  const reply = replyTo(unit)
  if (reply !== null && 'passage' in reply) return [quoteOf(unit, unit.start, unit.end), whole(reply.passage)]
  if (reply !== null) return [quoteOf(unit, unit.start, reply.unit.end)]
  const units = unit.passageUnits ?? []
  const at = units.findIndex((one) => one.start === unit.start && one.end === unit.end)
  const from = units[firstUnit(at, unit)] ?? unit
  const last = units.at(-1) ?? unit
  const { next, previous } = unit
  const leadsTo = unit.kind === 'prose' && last.end - unit.end <= longestTail && next !== null && next !== undefined
  if (leadsTo && next.kind === 'code' && next.text.length <= longestCode && (kind === 'way' || introduces.test(unit.text))) {
    return [quoteOf(unit, from.start, last.end), whole(next)]
  }
  if (leadsTo && next.kind === 'list' && next.text.length <= longestList && introduces.test(last.text)) {
    return [quoteOf(unit, from.start, last.end), whole(next)]
  }
  // A block stands in one passage with the line that introduces it.
  if (unit.kind === 'code' && units.length > 1 && unit.passageText.length <= longestCode) return [quoteOf(unit, 0, unit.passageText.length)]
  const to = units[lastUnit(kind, units, at, unit)] ?? unit
  const quote = quoteOf(unit, from.start, Math.max(to.end, unit.end))
  const intro = previous?.units.at(-1)
  if (unit.kind === 'code' && previous?.kind === 'prose' && intro !== undefined) {
    const text = previous.text.slice(intro.start, intro.end)
    return [{ passage: previous.passage, version: previous.version, start: intro.start, end: intro.end, text }, quote]
  }
  return [quote]
}

function whole(passage: NeighbourPassage): Quote {
  return { passage: passage.passage, version: passage.version, start: 0, end: passage.text.length, text: passage.text }
}

/** A verbatim quotation of part of a unit's passage. */
export function quoteOf(unit: ScoredUnit, start: number, end: number): Quote {
  return { passage: unit.passage, version: unit.version, start, end, text: unit.passageText.slice(start, end) }
}

function firstUnit(at: number, unit: ScoredUnit): number {
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
