import { nextTurn } from '../../corpus/next-turn.ts'
import type { Prediction, PredictionInputs, Predictor } from '../../spec/predictor.ts'
import { type AskedWording, askedWordings } from './asked-wordings.ts'
import { coverMeanings } from './cover-meanings.ts'
import { poolChances } from './pool-chances.ts'
import { rankPredictions } from './rank-predictions.ts'
import { chanceWithin, dayMs, decay, watchedDays, weekMs } from './time-spans.ts'

const halfLifeMs = 14 * dayMs
/** Misses whose neighbours are looked for. */
const mostNeighboured = 200
/** Misses compared with one another; older ones are left out. */
const mostWordings = 1000
const mostCandidates = 3000
/** Similarity from which a question of the pool is a miss's neighbour. */
const near = 0.55

/**
 * What nothing prepared answered, by how lately and how often; then the questions of the pool nearest to a miss, or, where
 * there are no vectors, those of a miss's region: who was not answered asks again, and in other words.
 */
export const misses: Predictor = { name: 'misses', predict }

async function predict(inputs: PredictionInputs, limit: number): Promise<readonly Prediction[]> {
  const { asks, now } = inputs
  const first = asks[0]
  const missed = askedWordings(asks.filter((ask) => ask.isMiss))
  if (first === undefined || missed.length === 0) return []
  const days = watchedDays(now - first.at, halfLifeMs)
  const compared = missed.slice(0, mostWordings)
  const weights = compared.map(({ asks: same }) => same.reduce((total, ask) => total + decay(now - ask.at, halfLifeMs), 0))
  const chosen = await coverMeanings({ texts: compared.map(({ text }) => text), weights, similarity: inputs.similarity, limit })
  const again = chosen.flatMap(({ item, gain }): readonly Missed[] => {
    const wording = compared[item]
    return wording === undefined ? [] : [{ wording, chance: againChance(gain, days) }]
  })
  const own = again.map(
    ({ wording: { text, region }, chance }): Prediction => ({
      text,
      origin: 'misses',
      region,
      about: { kind: 'unknown' },
      probability: chance,
      expiresAt: now + weekMs,
    }),
  )
  const latest = [...again].sort((one, other) => other.chance - one.chance).slice(0, mostNeighboured)
  return rankPredictions([...own, ...(await neighbours(inputs, latest))], limit)
}

interface Missed {
  readonly wording: AskedWording
  readonly chance: number
}

/** A miss is as likely to come again as its decayed count says, of which one ask alone says little. */
function againChance(count: number, days: number): number {
  return chanceWithin(Math.max(0.1 * count, count - 0.9) / days, weekMs)
}

async function neighbours(inputs: PredictionInputs, missed: readonly Missed[]): Promise<readonly Prediction[]> {
  const { candidates, similarity, now } = inputs
  const regions = new Set(missed.flatMap(({ wording }) => (wording.region === '' ? [] : [wording.region])))
  const found: Prediction[] = []
  const chances = poolChances(inputs, candidates).slice(0, mostCandidates)
  for (const [index, { candidate, probability }] of chances.entries()) {
    let chance = 0
    if (similarity === undefined) chance = regions.has(candidate.region) ? probability : 0
    else {
      for (const { wording, chance: again } of missed) {
        const cosine = similarity(candidate.text, wording.text) ?? 0
        if (cosine >= near) chance = Math.max(chance, again * (cosine - near) * (1 / (1 - near)))
      }
    }
    if (chance > 0) found.push({ ...candidate, origin: 'misses', probability: chance, expiresAt: now + weekMs })
    if (index % 100 === 99) await nextTurn()
  }
  return found
}
