import { efficiency, type LevelValue, worthwhileSteps } from './choose-level.ts'

/** What may be spent, at the price of now; null is no cap. */
export interface PlanBudget {
  readonly tokens: number | null
  /** Micro-dollars; null too where the price is unknown. */
  readonly micros: number | null
}

/** A question with its levels, by any name. */
export interface Candidate<Item> {
  readonly item: Item
  readonly values: readonly LevelValue[]
}

export interface Chosen<Item> {
  readonly item: Item
  readonly value: LevelValue
  /** Where the budget cut it short of the level it is worth. */
  readonly isCut: boolean
}

export interface FilledBudget<Item> {
  /** Best return for its cost first. */
  readonly chosen: readonly Chosen<Item>[]
  /** Worth something, but not affordable at any level. */
  readonly unaffordable: readonly Item[]
  readonly worthless: readonly Item[]
  readonly left: PlanBudget
}

/**
 * The multiple-choice knapsack by the greedy rule over each question's upper envelope (Sinha and Zoltners 1979), at most one
 * step from the optimum: steps are taken by what they bring for their cost; one that does not fit ends its question's climb.
 */
export function fillBudget<Item>(candidates: readonly Candidate<Item>[], budget: PlanBudget): FilledBudget<Item> {
  const steps = candidates.flatMap(({ values }, index) => {
    const hull = worthwhileSteps(values)
    return hull.map((value, at) => ({ index, value, from: hull[at - 1], gain: efficiency(hull[at - 1], value) }))
  })
  steps.sort((a, b) => byGain(a.gain, b.gain) || b.value.net - a.value.net || a.index - b.index || a.value.cost - b.value.cost)
  const left = { tokens: budget.tokens ?? Number.POSITIVE_INFINITY, micros: budget.micros ?? Number.POSITIVE_INFINITY }
  const taken = new Map<number, LevelValue>()
  const order: number[] = []
  const cut = new Set<number>()
  for (const { index, value, from } of steps) {
    if (cut.has(index)) continue
    const before = taken.get(index)
    const tokens = value.tokens - (before?.tokens ?? 0)
    const micros = value.cost - (before?.cost ?? 0)
    if ((from !== undefined && before === undefined) || tokens > left.tokens || micros > left.micros) {
      cut.add(index)
      continue
    }
    left.tokens -= tokens
    left.micros -= micros
    if (before === undefined) order.push(index)
    taken.set(index, value)
  }
  const climbed = order.flatMap((index) => {
    const candidate = candidates[index]
    const value = taken.get(index)
    return candidate === undefined || value === undefined ? [] : [{ item: candidate.item, value, isCut: cut.has(index), index }]
  })
  climbed.sort(
    (a, b) => byGain(efficiency(undefined, a.value), efficiency(undefined, b.value)) || b.value.net - a.value.net || a.index - b.index,
  )
  const hasSteps = new Set(steps.map((step) => step.index))
  const rest = candidates.map((candidate, index) => ({ item: candidate.item, index })).filter(({ index }) => !taken.has(index))
  return {
    chosen: climbed.map(({ item, value, isCut }) => ({ item, value, isCut })),
    unaffordable: rest.filter(({ index }) => hasSteps.has(index)).map(({ item }) => item),
    worthless: rest.filter(({ index }) => !hasSteps.has(index)).map(({ item }) => item),
    left: { tokens: budget.tokens === null ? null : left.tokens, micros: budget.micros === null ? null : left.micros },
  }
}

/** Infinities are equal, not NaN apart. */
function byGain(one: number, other: number): number {
  return one === other ? 0 : other - one
}
