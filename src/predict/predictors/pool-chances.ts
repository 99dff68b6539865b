import { normaliseQuestion } from '../../spec/normalise-question.ts'
import type { PredictionInputs } from '../../spec/predictor.ts'
import type { QuestionDraft } from '../../spec/question.ts'
import { dayMs, decay, watchedDays, weekMs } from './time-spans.ts'

/** A question of the pool with the chance that it, or one that asks the same, is asked within a week. */
export interface PoolChance {
  readonly candidate: QuestionDraft
  readonly probability: number
}

const halfLifeMs = 30 * dayMs
/** Asks a week that are expected while nobody has asked anything. */
const unknownAsksPerWeek = 20
/** Asks that the pool's own shares of the regions count for, against what was asked of them. */
const regionPrior = 20
/** What each further question of one region is worth against the one before it: they overlap. */
const spread = 0.98

/**
 * Chances of the pool: how much is asked at all, how much of it the pool has met so far, how much of that falls on the
 * question's region (asks of it, shrunk to the pool's own share), and the question's share of its region by the
 * probability it was drafted with. In the order of their chances.
 */
export function poolChances(inputs: PredictionInputs, candidates: readonly QuestionDraft[]): readonly PoolChance[] {
  const total = inputs.candidates.reduce((sum, one) => sum + weightOf(one), 0)
  if (candidates.length === 0 || total === 0) return []
  const asked = askedRegions(inputs)
  const own = new Map<string, number>()
  for (const one of inputs.candidates) own.set(one.region, (own.get(one.region) ?? 0) + weightOf(one))
  const perWeek = asksPerWeek(inputs)
  const met = metShare(inputs)
  const ranked = [...candidates].sort((one, other) => weightOf(other) - weightOf(one) || (one.text < other.text ? -1 : 1))
  const before = new Map<string, number>()
  return ranked
    .map((candidate) => {
      const { region } = candidate
      const inRegion = own.get(region) ?? 0
      const regionShare = ((asked.byRegion.get(region) ?? 0) + (regionPrior * inRegion) / total) / (asked.total + regionPrior)
      const rank = before.get(region) ?? 0
      before.set(region, rank + 1)
      const share = (regionShare * weightOf(candidate)) / Math.max(inRegion, weightOf(candidate))
      return { candidate, probability: 1 - Math.exp(-perWeek * met * share * spread ** rank) }
    })
    .sort((one, other) => other.probability - one.probability || (one.candidate.text < other.candidate.text ? -1 : 1))
}

function weightOf({ probability }: QuestionDraft): number {
  return Math.max(0.01, Math.min(1, probability))
}

function askedRegions({ asks, now }: PredictionInputs) {
  const byRegion = new Map<string, number>()
  let total = 0
  for (const { region, at } of asks) {
    if (region === '') continue
    const weight = decay(now - at, halfLifeMs)
    byRegion.set(region, (byRegion.get(region) ?? 0) + weight)
    total += weight
  }
  return { byRegion, total }
}

/** Asks expected within a week, by what was asked of late. */
export function asksPerWeek({ asks, now }: PredictionInputs): number {
  const first = asks[0]
  if (first === undefined) return unknownAsksPerWeek
  const count = asks.reduce((sum, { at }) => sum + decay(now - at, halfLifeMs), 0)
  return (count * (weekMs / dayMs)) / watchedDays(now - first.at, halfLifeMs)
}

/** Share of what was asked that the pool held in the same words, begun at one in ten; asks in other words it cannot see. */
function metShare({ asks, candidates }: PredictionInputs): number {
  const pool = new Set(candidates.map((candidate) => normaliseQuestion(candidate.text)))
  const met = asks.reduce((count, { question }) => count + (pool.has(normaliseQuestion(question)) ? 1 : 0), 0)
  return (met + 2) / (asks.length + 20)
}
