import type { Prediction, PredictionInputs, Predictor } from '../../spec/predictor.ts'
import { type AskedWording, askedWordings } from './asked-wordings.ts'
import { coverMeanings } from './cover-meanings.ts'
import { rankPredictions } from './rank-predictions.ts'
import { chanceWithin, dayMs, decay, watchedDays, weekMs } from './time-spans.ts'

/** Wordings compared with one another; older ones are left out. */
const mostWordings = 1500
/** Long, since what few people ask in a month says more than what changed since: where habits change, yields and bursts tell. */
const halfLifeMs = 90 * dayMs
const burst = 0.5
const burstMs = 2 * dayMs

/**
 * What was asked is asked again: decayed counts of a question and of everything that asks the same, as a rate. What was
 * asked once is discounted by how often that led nowhere (absolute discounting: Ney, Essen and Kneser 1994); a question
 * asked at even distances is the likelier the closer its next time is.
 */
export const recurrence: Predictor = { name: 'recurrence', predict }

async function predict({ asks, now, similarity }: PredictionInputs, limit: number): Promise<readonly Prediction[]> {
  const wordings = askedWordings(asks, mostWordings)
  const first = asks[0]
  if (first === undefined || wordings.length === 0) return []
  const days = watchedDays(now - first.at, halfLifeMs)
  const weights = wordings.map(({ asks: same }) => same.reduce((total, ask) => total + weightOf(now - ask.at), 0))
  const texts = wordings.map(({ text }) => text)
  const chosen = await coverMeanings({ texts, weights, similarity, limit })
  const discount = onceDiscount(chosen.map(({ gain }) => gain))
  return rankPredictions(
    chosen.flatMap(({ item, gain }): readonly Prediction[] => {
      const wording = wordings[item]
      if (wording === undefined) return []
      const rate = Math.max(gain * least, gain - discount) / days
      const probability = Math.max(chanceWithin(rate, weekMs), dueSoon(wording, now))
      return [{ ...draft(wording), probability, expiresAt: now + weekMs }]
    }),
    limit,
  )
}

/** A burst counts beside the long run: what was asked within the last days is asked on. */
function weightOf(ageMs: number): number {
  return decay(ageMs, halfLifeMs) + burst * decay(ageMs, burstMs)
}

/** What even a question asked once long ago keeps of its count. */
const least = 0.05

/** Absolute discount n1 / (n1 + 2·n2), over decayed counts rounded to whole ones. */
function onceDiscount(counts: readonly number[]): number {
  const once = counts.filter((count) => count < 1.5).length
  const twice = counts.filter((count) => count >= 1.5 && count < 2.5).length
  return (once + 0.5) / (once + 2 * twice + 1)
}

/** Asked four times or more at nearly even distances: the chance that the next one falls into the coming week. */
function dueSoon({ asks, lastAt }: AskedWording, now: number): number {
  if (asks.length < 4) return 0
  const gaps = asks.slice(1).map((ask, index) => ask.at - (asks[index]?.at ?? ask.at))
  const mean = gaps.reduce((total, gap) => total + gap, 0) / gaps.length
  const spread = Math.sqrt(gaps.reduce((total, gap) => total + (gap - mean) ** 2, 0) / gaps.length)
  if (mean < dayMs / 2 || spread > 0.35 * mean) return 0
  const due = lastAt + mean
  // Missed by more than its own spread: the habit may have ended.
  if (now > due + 2 * spread + dayMs || due > now + weekMs) return 0
  return asks.length / (asks.length + 2)
}

function draft({ text, region }: AskedWording): Omit<Prediction, 'probability' | 'expiresAt'> {
  return { text, origin: 'recurrence', region, about: { kind: 'unknown' } }
}
