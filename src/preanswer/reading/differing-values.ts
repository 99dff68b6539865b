import { quantities } from '../guards/quantities.ts'
import type { RankedReading } from './ranked-unit.ts'
import { sameFrame } from './same-frame.ts'
import { sameStatement, sameWording } from './same-statement.ts'
import type { ReadQuestion } from './unit-features.ts'

/** Both must say this much of what is asked, in themselves or by title and place… */
const leastCovered = 0.75
/** …and nearly as well as each other. */
const closeRank = 0.12
const closeCosine = 0.1

/** Part of what a unit says of the question with its title and place that it must say by itself. */
const leastOwn = 0.5

const asksValue = /\b(?:default|value|version|port|limit|timeout|maximum|minimum|max|min|size|name of)\b/

const mostOthers = 2

/** A unit of what is quoted, with those that state another value for the same thing. */
export interface DifferingValues {
  readonly reading: RankedReading
  /** Best first, at most two. */
  readonly others: readonly RankedReading[]
}

/**
 * The other units that repeat a quoted one but for its value (the same thing, or what is asked of under other headings that
 * the question does not tell apart), or that answer a question for a value with another than the
 * first quoted one does (another number, date or code value). Null where nothing differs. Strict on purpose: two
 * sentences that hold different numbers seldom contradict each other, unless they are the same sentence otherwise.
 */
export function differingValues(
  question: ReadQuestion,
  quoted: readonly RankedReading[],
  ranked: readonly RankedReading[],
): DifferingValues | null {
  for (const [at, reading] of quoted.entries()) {
    const own = at === 0 && asksForValue(question) ? valuesOf(question, reading) : new Set<string>()
    const others: RankedReading[] = []
    for (const other of ranked) {
      if (other.unit.passage === reading.unit.passage) continue
      if (!repeatsOtherwise(reading, other) && !holdsElsewhere(reading, other) && !answersOtherwise(question, reading, own, other)) continue
      others.push(other)
      if (others.length === mostOthers) break
    }
    if (others.length > 0) return { reading, others }
  }
  return null
}

/** Whether a question asks for a value and a unit states none. */
export function lacksValue(question: ReadQuestion, reading: RankedReading): boolean {
  return asksForValue(question) && valuesOf(question, reading).size === 0
}

function asksForValue({ kind, lower }: ReadQuestion): boolean {
  return kind === 'number' || kind === 'time' || asksValue.test(lower)
}

/** Whether a unit repeats another but for its value, of the same thing as far as the question names it. */
function repeatsOtherwise(reading: RankedReading, other: RankedReading): boolean {
  const same = sameStatement(reading.unit, other.unit)
  return same === 'by-headings' || (same === 'by-passage' && saidOf(other) >= saidOf(reading) - 1e-9)
}

/** Whether a unit answers in the same words with another value, and the question does not say which place it asks about: it holds for the one here, the other there. */
function holdsElsewhere(reading: RankedReading, other: RankedReading): boolean {
  const { own, covered } = reading.features
  if (own === 0 || own < leastOwn * covered || !sameWording(reading.unit, other.unit)) return false
  return saidOf(other) >= saidOf(reading) - 1e-9
}

/** Share of what is asked that a unit's passage says, by itself, its title and place. */
function saidOf({ features }: RankedReading): number {
  return features.covered + features.nearby
}

function answersOtherwise(question: ReadQuestion, top: RankedReading, own: ReadonlySet<string>, other: RankedReading): boolean {
  if (own.size === 0 || own.size > 2) return false
  if (!answersAsWell(top, other) && !sameFrame(top.unit.text, other.unit.text)) return false
  const values = valuesOf(question, other)
  return values.size > 0 && values.size <= 2 && ![...values].some((value) => own.has(value))
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
