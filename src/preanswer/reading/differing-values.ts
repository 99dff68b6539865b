import { quantities } from '../guards/quantities.ts'
import type { RankedReading } from './ranked-unit.ts'
import { sameFrame } from './same-frame.ts'
import type { ReadQuestion } from './unit-features.ts'

/** Both must say this much of what is asked, in themselves or by title and place… */
const leastCovered = 0.75
/** …and nearly as well as each other. */
const closeRank = 0.12
const closeCosine = 0.1

const asksValue = /\b(?:default|value|version|port|limit|timeout|maximum|minimum|max|min|size|name of)\b/

/**
 * The other units that answer the same question with another value than the first does (another number, date or code
 * value), at most two, best first. Strict on purpose: two sentences that hold different numbers seldom contradict
 * each other, unless they are the same sentence otherwise.
 */
export function differingValues(question: ReadQuestion, ranked: readonly RankedReading[]): readonly RankedReading[] {
  const [top] = ranked
  if (top === undefined) return []
  if (question.kind !== 'number' && question.kind !== 'time' && !asksValue.test(question.lower)) return []
  const own = valuesOf(question, top)
  if (own.size === 0 || own.size > 2) return []
  const others: RankedReading[] = []
  for (const other of ranked.slice(1)) {
    if (other.unit.passage === top.unit.passage || !(answersAsWell(top, other) || sameFrame(top.unit.text, other.unit.text))) continue
    const values = valuesOf(question, other)
    if (values.size === 0 || values.size > 2 || [...values].some((value) => own.has(value))) continue
    others.push(other)
    if (others.length === 2) break
  }
  return others
}

function answersAsWell(top: RankedReading, other: RankedReading): boolean {
  if (top.features.covered < leastCovered || other.features.covered < leastCovered) return false
  return top.rank - other.rank <= closeRank && top.features.cosine - other.features.cosine <= closeCosine
}

function valuesOf(question: ReadQuestion, { unit }: RankedReading): ReadonlySet<string> {
  const values = new Set([...quantities(unit.text)].filter((value) => !question.numbers.has(value)))
  if (values.size > 0) return values
  return new Set(
    [...unit.text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code.toLowerCase()).filter((code) => !question.lower.includes(code)),
  )
}
