import type { PastAsk, Prediction, PredictionInputs, Predictor } from '../../spec/predictor.ts'
import { askedWordings } from './asked-wordings.ts'
import { rankPredictions } from './rank-predictions.ts'
import { dayMs, hourMs } from './time-spans.ts'

/** A stretch of time that comes round. */
interface Slot {
  /** Names its occurrences: two times of one occurrence have the same number, null outside of the slot. */
  occurrence(at: number): number | null
  readonly endsAt: number
}

/** Occurrences that a pattern must have been seen in. */
const fewest = 3
/** Share of a slot's occurrences that makes a habit of it. */
const leastShare = 0.2

/**
 * What is asked at a time of day, on a weekday or at the end of a month, in UTC. A pattern counts where a question came in
 * three occurrences of the slot or more and at least twice as often as outside of it; its chance is the share of past
 * occurrences that had it, with one more counted against it.
 */
export const season: Predictor = { name: 'season', predict }

async function predict({ asks, now }: PredictionInputs, limit: number): Promise<readonly Prediction[]> {
  const first = asks[0]
  if (first === undefined) return []
  const proposals: Prediction[] = []
  const wordings = askedWordings(asks).filter((wording) => wording.asks.length >= fewest)
  for (const slot of slotsAhead(now)) {
    const past = occurrences(slot, first.at, now)
    if (past < fewest) continue
    for (const { text, region, asks: same } of wordings) {
      const probability = slotChance(slot, same, { past, days: (now - first.at) / dayMs })
      if (probability > 0)
        proposals.push({ text, origin: 'season', region, about: { kind: 'unknown' }, probability, expiresAt: slot.endsAt })
    }
  }
  return rankPredictions(proposals, limit)
}

function slotChance(slot: Slot, asks: readonly PastAsk[], { past, days }: { readonly past: number; readonly days: number }): number {
  const hits = new Set<number>()
  let outside = 0
  for (const { at } of asks) {
    const occurrence = slot.occurrence(at)
    if (occurrence === null) outside += 1
    else hits.add(occurrence)
  }
  const within = hits.size / past
  if (hits.size < fewest || within < leastShare) return 0
  const elsewhere = outside / Math.max(1, days - past)
  return within >= 2 * elsewhere ? hits.size / (past + 2) : 0
}

/** Slots that begin within the next day or are open now: three hours around each of the next 24, today's and tomorrow's weekday, a month's end. */
function slotsAhead(now: number): readonly Slot[] {
  const slots: Slot[] = []
  const hour = Math.floor(now / hourMs)
  for (let ahead = 0; ahead < 24; ahead += 3) {
    const from = Math.floor((hour + ahead) / 3) * 3
    const inDay = from % 24
    slots.push({
      occurrence: (at) => {
        const hourOfDay = Math.floor(at / hourMs) % 24
        return hourOfDay >= inDay && hourOfDay < inDay + 3 ? Math.floor(at / dayMs) : null
      },
      endsAt: (from + 3) * hourMs,
    })
  }
  for (const ahead of [0, 1]) {
    const day = Math.floor(now / dayMs) + ahead
    slots.push({
      occurrence: (at) => (Math.floor(at / dayMs) % 7 === day % 7 ? Math.floor(at / dayMs) : null),
      endsAt: (day + 1) * dayMs,
    })
    if (isMonthEnd(day * dayMs)) slots.push({ occurrence: monthEnd, endsAt: (day + 1) * dayMs })
  }
  return slots
}

/** How often the slot came round between two times. */
function occurrences(slot: Slot, from: number, until: number): number {
  const seen = new Set<number>()
  const step = 3 * hourMs
  for (let at = Math.floor(from / step) * step; at < until; at += step) {
    const occurrence = slot.occurrence(at)
    if (occurrence !== null) seen.add(occurrence)
  }
  return seen.size
}

/** The last three days of a month. */
function isMonthEnd(at: number): boolean {
  return new Date(at + 3 * dayMs).getUTCMonth() !== new Date(at).getUTCMonth()
}

function monthEnd(at: number): number | null {
  const date = new Date(at)
  return isMonthEnd(at) ? date.getUTCFullYear() * 12 + date.getUTCMonth() : null
}
