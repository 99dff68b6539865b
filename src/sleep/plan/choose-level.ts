import type { LevelCosts, WorkCost } from './level-costs.ts'
import { asksOf, type ChangeRate, daysUntilAsked, meanSurvival, survivalOver } from './survival.ts'
import { type Value, worthOf } from './worth-of.ts'

/** 0 its vector, 1 its evidence, 2 a draft, 3 a verified answer. */
export type Level = 0 | 1 | 2 | 3

export const levels: readonly Level[] = [0, 1, 2, 3]

export const levelNames = ['vector', 'evidence', 'draft', 'answer'] as const

/** What holds for all questions of a plan. */
export interface Terms {
  readonly costs: LevelCosts
  /** Milliseconds: a live answer, a search, embedding a question. */
  readonly latency: { readonly live: number; readonly search: number; readonly embedding: number }
  /** Micro-dollars that a second of waiting is worth. */
  readonly valueOfSecond: number
  readonly priceFactor: number
  /** Days after which a prediction counts as not asked. */
  readonly horizonDays: number
  /** Share of asks that are in the very words of an earlier or predicted question. */
  readonly sameWords: number
}

/** Asks that its answer is expected to serve, in so many days from now. */
export interface AskDemand {
  readonly asks: number
  readonly days: number
}

/** How far a question is prepared already. */
export interface Standing {
  readonly level: Level
  /** Whether a deeper level goes on from it, instead of doing its work again. */
  readonly isContinued: boolean
}

/** A level with what it is worth beyond what stands already, all levels in between included. */
export interface LevelValue extends Value {
  readonly level: Level
  readonly tokens: number
  /** Asks it is expected to serve, while it holds. */
  readonly asks: number
  /** Tokens of live answers that these asks would have taken. */
  readonly savedTokens: number
  /** Milliseconds that these asks would have waited. */
  readonly savedMs: number
}

/**
 * What each level of a question is worth. A vector, evidence or draft serves only asks in its own words; a verified answer
 * all asks that it answers. Without it the first ask is answered live and filed, so of the later ones only those in other
 * words are saved too. Where history tells how many asks it would serve, `near` says so.
 */
export function levelValues(
  p: number,
  rate: ChangeRate,
  terms: Terms,
  { standing = null, near }: { readonly standing?: Standing | null | undefined; readonly near?: AskDemand | undefined } = {},
): readonly LevelValue[] {
  const { costs, latency, valueOfSecond, priceFactor, sameWords } = terms
  const survival = near === undefined ? survivalOver(rate, daysUntilAsked(p, terms.horizonDays)) : meanSurvival(rate, near.days)
  const first = p * sameWords
  const later = Math.max(0, asksOf(p) - p) * (1 - sameWords)
  const spent = standing?.isContinued === true ? costs.levels[standing.level] : nothing
  const value = (level: Level, asks: number, gainMs: number, checkCost: number): LevelValue => {
    const liveCost = level >= 2 ? costs.live.cost - costs.hit.cost : 0
    const specCost = Math.max(0, costs.levels[level].cost - spent.cost)
    const input = { p, survival, liveCost, hitCost: 0, latencyGainMs: gainMs, valueOfSecond, priceFactor, specCost, checkCost }
    const worth = worthOf({ ...input, expectedAsks: asks })
    const served = asks * survival
    const savedTokens = level >= 2 ? served * costs.live.tokens : 0
    const tokens = Math.max(0, costs.levels[level].tokens - spent.tokens)
    return { ...worth, level, tokens, asks: served, savedTokens, savedMs: served * gainMs }
  }
  const drafted = standing?.level === 2 ? first : 0
  const answered = near === undefined ? p + later - drafted : first - drafted + near.asks
  const all = [
    value(0, first, latency.embedding, 0),
    value(1, first, latency.embedding + latency.search, 0),
    value(2, first, latency.live, 0),
    value(3, answered, latency.live, (1 - survival) * costs.check.cost),
  ]
  return standing === null ? all : all.filter(({ level }) => level > standing.level)
}

const nothing: WorkCost = { tokens: 0, cost: 0 }

/** The upper envelope of value over cost, cheapest first: each step brings less for its cost than the one before. */
export function worthwhileSteps(values: readonly LevelValue[]): readonly LevelValue[] {
  const hull: LevelValue[] = []
  for (const value of [...values].sort((a, b) => a.cost - b.cost || a.net - b.net)) {
    if (value.net <= (hull.at(-1)?.net ?? 0)) continue
    while (hull.length > 0 && slope(hull.at(-2), hull.at(-1), value)) hull.pop()
    hull.push(value)
  }
  return hull
}

/** Whether `middle` lies under the line from `before` to `after`. */
function slope(before: LevelValue | undefined, middle: LevelValue | undefined, after: LevelValue): boolean {
  if (middle === undefined) return false
  return efficiency(before, after) >= efficiency(before, middle)
}

/** Benefit of a step for each unit of its cost; what costs nothing comes first. */
export function efficiency(from: LevelValue | undefined, to: LevelValue): number {
  const cost = to.cost - (from?.cost ?? 0)
  const benefit = to.benefit - (from?.benefit ?? 0)
  return cost <= 0 ? Number.POSITIVE_INFINITY : benefit / cost
}
