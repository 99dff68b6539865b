import type { Decided } from './decided.ts'
import type { Serving } from './serving.ts'

/** What each bar along the score does, strictest first; candidates of equal score are served together. */
export function alongTheScore(decided: readonly Decided[]): readonly Serving[] {
  const answerable = decided.filter((one) => one.answerable).length
  const candidates = decided.filter((one) => one.entry !== null).sort((a, b) => b.score - a.score)
  const servings: Serving[] = []
  let wrong = 0
  let foreignHits = 0
  candidates.forEach((one, at) => {
    if (!one.right) wrong++
    if (!one.answerable) foreignHits++
    if (candidates[at + 1]?.score === one.score) return
    servings.push({ bar: one.score, asks: decided.length, answerable, hits: at + 1, wrong, foreignHits })
  })
  return servings
}

/** The serving that covers most while at least `precision` of its hits are right; one that serves nothing where there is none. */
export function mostCovering(decided: readonly Decided[], precision: number): Serving {
  const servings = alongTheScore(decided)
  // In integers: 0.99 of 100 hits is 99, whatever floating point makes of it.
  const enough = servings.findLast(({ hits, wrong }) => wrong <= Math.floor(hits * (1 - precision) + 1e-9))
  const none: Serving = {
    bar: Number.POSITIVE_INFINITY,
    asks: decided.length,
    answerable: decided.filter((one) => one.answerable).length,
    hits: 0,
    wrong: 0,
    foreignHits: 0,
  }
  return enough ?? none
}
