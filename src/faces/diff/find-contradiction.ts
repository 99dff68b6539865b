import { contradictingUnit } from '../../preanswer/contradiction.ts'
import { differingValues } from '../../preanswer/reading/differing-values.ts'
import { findCited } from '../../preanswer/reading/find-cited.ts'
import { type RankedReading, rankUnits } from '../../preanswer/reading/ranked-unit.ts'
import type { AnswerBody } from '../../spec/answer.ts'
import type { ScoredUnit } from '../../spec/skills.ts'
import { comparableValues } from './comparable-values.ts'
import type { FreshIndex } from './fresh-index.ts'
import type { FreshUnit } from './laid-change.ts'
import type { LaidSearch } from './laid-search.ts'
import { opposed } from './opposed.ts'

/** New text that says otherwise than an answer. */
export interface Contradiction {
  readonly unit: FreshUnit
  readonly why: string
}

/** New text must hold this much of a question, by itself, its title and place, to be compared with its answer. */
const leastCovered = 0.6
/** And be about as near to it as what the answer quotes. */
const widestGap = 0.2

/**
 * Whether new text elsewhere states another value for what an answer was asked, or denies it. The quoted text itself
 * still stands; who reads both is told two things.
 */
export async function findContradiction(
  question: string,
  body: AnswerBody,
  index: FreshIndex,
  search: LaidSearch,
): Promise<Contradiction | null> {
  const cited = new Set<string>(body.quotes.map((quote) => quote.passage))
  const candidates = index.covering(await search.terms(question), leastCovered).filter((unit) => !cited.has(unit.passage.id))
  const [quote] = body.quotes
  if (candidates.length === 0 || quote === undefined) return null
  const evidence = await search.evidence(question)
  // What an ask withholds the answer for; what follows is told besides.
  const withheld = contradictingUnit(question, body, evidence)
  const told = withheld === null ? null : freshOf(withheld, candidates)
  if (told !== null) return { unit: told, why: 'new text gives another value' }
  const { question: read, ranked } = rankUnits(question, evidence)
  const found = findCited(quote, ranked)
  if (found === null) return null
  // As written: what is read of Markdown no longer shows which words are code, and a quotation may be several sentences.
  const own = withText(found.reading, quote.text)
  const others = ranked.flatMap((reading) => {
    const unit = freshOf(reading.unit, candidates)
    return unit === null || own.rank - reading.rank > widestGap ? [] : [{ reading: withText(reading, unit.text), unit }]
  })
  const alike = others.filter(({ reading }) => comparableValues(own.unit.text, reading.unit.text, read.numbers))
  const differing = differingValues(
    read,
    [own],
    alike.map(({ reading }) => reading),
  )
  const other = others.find(({ reading }) => reading === differing?.others[0])
  if (other !== undefined) return { unit: other.unit, why: 'new text gives another value' }
  for (const { reading, unit } of others) {
    const why = reading.features.covered < leastCovered ? null : opposed(own.unit.text, reading.unit.text)
    if (why !== null) return { unit, why }
  }
  return null
}

function withText(reading: RankedReading, text: string): RankedReading {
  return { ...reading, unit: { ...reading.unit, text } }
}

/** The new unit that was retrieved, or null where what was retrieved is not new. */
export function freshOf(found: ScoredUnit, fresh: readonly FreshUnit[]): FreshUnit | null {
  return fresh.find((unit) => unit.passage.id === found.passage && unit.start === found.start && unit.end === found.end) ?? null
}
