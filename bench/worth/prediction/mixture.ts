import { normaliseQuestion } from '../../../src/spec/normalise-question.ts'
import type { Prediction } from '../../../src/spec/predictor.ts'

type Proposed = ReadonlyMap<string, readonly Prediction[]>

/** What each predictor has earned so far: asks met by what it proposed, against what its probabilities promised. */
export interface Mixture {
  /** One list of at most `limit`, most worth first: chances corrected by yields, wordings that ask the same last. */
  mix(proposed: Proposed, limit: number): readonly string[]
  /** Tells what was asked then. An ask counts once, for whoever proposed the likeliest wording that met it. */
  learn(proposed: Proposed, asked: readonly string[], isMet: (text: string, question: string) => boolean): void
}

/** Yields of the past fade by this with every block. */
const fading = 0.97
/** Predictions that a predictor's own probabilities count for before anything is known. */
const trust = 2
const sameMeaning = 0.9
/** Of each predictor, most probable first, what its yield is taken from. */
const judged = 200

interface Expected {
  readonly text: string
  chance: number
  readonly by: string[]
}

export function createMixture(similarity: (one: string, other: string) => number | null): Mixture {
  const yields = new Map<string, { readonly promised: number; readonly met: number }>()
  function expected(proposed: Proposed, each: number): readonly Expected[] {
    const found = new Map<string, Expected>()
    for (const [name, predictions] of proposed) {
      const { promised, met } = yields.get(name) ?? { promised: 0, met: 0 }
      for (const { text, probability } of predictions.slice(0, each)) {
        const key = normaliseQuestion(text)
        const chance = Math.min(0.99, (probability * (met + trust)) / (promised + trust))
        const known = found.get(key)
        if (known === undefined) found.set(key, { text, chance, by: [name] })
        else {
          if (chance > known.chance) known.by.unshift(name)
          known.chance = Math.max(known.chance, chance)
        }
      }
    }
    return [...found.values()].sort((one, other) => other.chance - one.chance)
  }
  return {
    mix(proposed, limit) {
      const chosen: string[] = []
      const later: string[] = []
      for (const { text } of expected(proposed, limit)) {
        if (chosen.length >= limit) break
        if (chosen.some((other) => (similarity(text, other) ?? 0) >= sameMeaning)) later.push(text)
        else chosen.push(text)
      }
      return [...chosen, ...later].slice(0, limit)
    },
    learn(proposed, asked, isMet) {
      const ranked = expected(proposed, judged)
      const met = new Map<string, number>()
      for (const question of asked) {
        const [name] = ranked.find(({ text }) => isMet(text, question))?.by ?? []
        if (name !== undefined) met.set(name, (met.get(name) ?? 0) + 1)
      }
      for (const [name, predictions] of proposed) {
        const known = yields.get(name) ?? { promised: 0, met: 0 }
        const promised = predictions.slice(0, judged).reduce((sum, { probability }) => sum + probability, 0)
        yields.set(name, { promised: known.promised * fading + promised, met: known.met * fading + (met.get(name) ?? 0) })
      }
    },
  }
}
