import { type LevelValue, levelValues, type Terms } from '../../src/sleep/plan/choose-level.ts'
import { fillBudget } from '../../src/sleep/plan/fill-budget.ts'
import type { LevelCosts } from '../../src/sleep/plan/level-costs.ts'
import { trialAnswers } from '../../src/sleep/plan/purse.ts'
import { changeRate } from '../../src/sleep/plan/survival.ts'
import { seededRandom } from '../../src/testing/seeded-random.ts'
import type { MeasuredPart } from '../measured-part.ts'
import type { Figure } from '../measurement.ts'

const seeds = 60
const questions = 1_500
const rounds = 8
const horizonDays = 30
const sameWords = 0.5
const work = (tokens: number) => ({ tokens, cost: tokens * 0.3 })
const costs: LevelCosts = {
  live: work(2_000),
  hit: work(0),
  levels: [work(0), work(0), work(2_000), work(3_000)],
  check: work(1_000),
  distil: work(0),
  isPriced: true,
}
const terms: Terms = {
  costs,
  latency: { live: 600, search: 0, embedding: 0 },
  valueOfSecond: 1_000,
  priceFactor: 1,
  horizonDays,
  sameWords,
}
const saved = costs.live.cost + (terms.valueOfSecond * terms.latency.live) / 1_000

/** A question as the world has it: asks and changes a day. */
interface Question {
  readonly asks: number
  readonly changes: number
  /** What a policy is told instead of the truth: asks and changes seen before. */
  readonly seenAsks: number
  readonly seenChanges: number
}

type Policy = (known: readonly Question[], budget: number) => readonly (0 | 2 | 3)[]

const seenDays = 60

/** Net saving of the value rule on a simulated corpus, against an oracle that knows how asks and changes are drawn. */
export const planner: MeasuredPart = {
  name: 'planner',
  about: 'net saving of the value rule against an oracle with known probabilities',
  takes: '20 seconds',
  async run({ log }) {
    const figures: Figure[] = []
    for (const [label, budget] of [
      ['no cap', Number.POSITIVE_INFINITY],
      ['a cap for 150 answers', 150 * costs.levels[3].cost],
    ] as const) {
      const nets = new Map<string, number>([...policies].map(([name]) => [name, 0]))
      let learning = 0
      let exploring = 0
      for (let seed = 1; seed <= seeds; seed++) {
        const world = drawWorld(seed)
        for (const [name, policy] of policies) nets.set(name, (nets.get(name) ?? 0) + netOf(world, policy(world, budget), seed))
        learning += fromScratch(world, budget, seed, half)
        exploring += fromScratch(world, budget, seed, explored)
      }
      const oracle = nets.get('oracle') ?? 0
      const share = (net: number) => Number(((100 * net) / oracle).toFixed(1))
      const rows = [...nets].map(([name, net]) => `${name.padEnd(28)}${share(net).toFixed(1).padStart(8)} %`)
      log([`${label}: net saving of ${seeds} worlds as a share of the oracle's`, ...rows].join('\n'))
      log(
        `${'half prepared blind first'.padEnd(28)}${share(learning / rounds)
          .toFixed(1)
          .padStart(8)} % (mean of its first ${rounds} rounds)`,
      )
      log(
        `${`the same, ${exploredFirst} explored first`.padEnd(28)}${share(exploring / rounds)
          .toFixed(1)
          .padStart(8)} %`,
      )
      const rule = share(nets.get('rule, rates known') ?? 0)
      figures.push({ name: `value rule of the oracle's net saving, ${label}`, value: rule, unit: '%', target: '≥ 90 %', met: rule >= 90 })
      for (const name of ['rule, rates as seen', 'everything', 'likeliest first', 'latest first'])
        figures.push({ name: `${name}, ${label}`, value: share(nets.get(name) ?? 0), unit: '%' })
      figures.push({
        name: `learning from scratch, half of all prepared blind first, ${label}`,
        value: share(learning / rounds),
        unit: '%',
      })
      figures.push({
        name: `learning from scratch as it ships, ${exploredFirst} prepared blind first, ${label}`,
        value: share(exploring / rounds),
        unit: '%',
      })
    }
    return {
      figures,
      notes: [
        `${questions} questions a world: asks a month log-normal around 0.15, changes a month gamma around 1; a live answer 2,000 tokens, an answer prepared 3,000, waiting 0.6 s at $0.001 a second`,
        'a policy that spends more than it saves is below 0 %; nothing prepared is 0 %; draws are the same for all policies',
      ],
    }
  },
}

/** The rule as it ships, at rates given. */
function byRule(
  known: readonly { readonly p: number; readonly rate: ReturnType<typeof changeRate> }[],
  budget: number,
): readonly (0 | 2 | 3)[] {
  const candidates = known.map(({ p, rate }, item) => ({ item, values: levelValues(p, rate, terms) }))
  return levelsOf(candidates, budget)
}

function levelsOf(
  candidates: readonly { readonly item: number; readonly values: readonly LevelValue[] }[],
  budget: number,
): readonly (0 | 2 | 3)[] {
  const levels: (0 | 2 | 3)[] = candidates.map(() => 0)
  for (const { item, value } of fillBudget(candidates, { tokens: null, micros: Number.isFinite(budget) ? budget : null }).chosen)
    levels[item] = value.level >= 2 ? (value.level as 2 | 3) : 0
  return levels
}

const sureDays = 1e6
const policies: ReadonlyMap<string, Policy> = new Map<string, Policy>([
  [
    'oracle',
    (known, budget) =>
      levelsOf(
        known.map((one, item) => ({ item, values: exactValues(one) })),
        budget,
      ),
  ],
  [
    'rule, rates known',
    (known, budget) =>
      byRule(
        known.map(({ asks, changes }) => ({ p: 1 - Math.exp(-asks * horizonDays), rate: { shape: changes * sureDays, days: sureDays } })),
        budget,
      ),
  ],
  ['rule, rates as seen', (known, budget) => byRule(asSeen(known, seenDays), budget)],
  [
    'everything',
    (known, budget) =>
      inOrder(
        known.map((_, item) => item),
        budget,
      ),
  ],
  ['nothing', (known) => known.map(() => 0)],
  [
    'likeliest first',
    (known, budget) =>
      inOrder(
        ranked(known, ({ asks }) => asks),
        Math.min(budget, half),
      ),
  ],
  [
    'latest first',
    (known, budget) =>
      inOrder(
        ranked(known, ({ seenAsks, asks }) => (seenAsks > 0 ? 1 + asks : 0)),
        Math.min(budget, half),
      ),
  ],
])
/** By probability or recency alone nothing says where to end: half of all. */
const half = (questions / 2) * costs.levels[3].cost
/** What a sleep begun by hand may try before anything is asked. */
const explored = trialAnswers * costs.live.cost
const exploredFirst = Math.floor(explored / costs.levels[3].cost)

function ranked(known: readonly Question[], by: (question: Question) => number): readonly number[] {
  return known
    .map((one, item) => ({ item, score: by(one) }))
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item)
}

function inOrder(order: readonly number[], budget: number): readonly (0 | 2 | 3)[] {
  const levels: (0 | 2 | 3)[] = Array.from({ length: questions }, () => 0)
  for (const item of order.slice(0, Math.min(order.length, Math.floor(budget / costs.levels[3].cost)))) levels[item] = 3
  return levels
}

/** Rates from counts: the asks by Gamma-Poisson around what all questions were asked. */
function asSeen(known: readonly Question[], days: number) {
  const mean = (0.5 + known.reduce((sum, one) => sum + one.seenAsks, 0)) / (known.length * days + 1)
  const whole = { changes: known.reduce((sum, one) => sum + one.seenChanges, 0), days: known.length * days }
  const shape = 0.3
  return known.map(({ seenAsks, seenChanges }) => {
    const rate = (shape + seenAsks) / (shape / mean + days)
    return { p: 1 - Math.exp(-rate * horizonDays), rate: changeRate({ changes: seenChanges, days }, whole) }
  })
}

/** Sums over rounds of a horizon each: nothing is known at first, then what was asked and changed in the rounds before. */
function fromScratch(world: readonly Question[], budget: number, seed: number, first: number): number {
  let known = world.map((one) => ({ ...one, seenAsks: 0, seenChanges: 0 }))
  let net = 0
  for (let round = 0; round < rounds; round++) {
    const days = round * horizonDays
    const levels =
      round === 0
        ? inOrder(
            known.map((_, item) => item),
            Math.min(budget, first),
          )
        : byRule(asSeen(known, days), budget)
    const drawSeed = seed * 1_000 + round
    net += netOf(known, levels, drawSeed)
    const draws = drawAll(known, drawSeed)
    known = known.map((one, item) => {
      const draw = draws[item]
      return { ...one, seenAsks: one.seenAsks + (draw?.asks.length ?? 0), seenChanges: one.seenChanges + (draw?.changes ?? 0) }
    })
  }
  return net
}

/** Expected net of each level in closed form: what the simulation draws from. */
function exactValues({ asks, changes }: Question): readonly LevelValue[] {
  const both = asks + changes
  const first = both === 0 ? 0 : (asks / both) * -Math.expm1(-both * horizonDays)
  const any = changes === 0 ? asks * horizonDays : (asks / changes) * -Math.expm1(-changes * horizonDays)
  const check = costs.check.cost * -Math.expm1(-changes * horizonDays)
  const value = (level: 2 | 3, served: number, extra: number): LevelValue => {
    const cost = costs.levels[level].cost + extra
    const benefit = served * saved
    return { level, benefit, cost, net: benefit - cost, tokens: costs.levels[level].tokens, asks: served, savedTokens: 0, savedMs: 0 }
  }
  return [value(2, first * sameWords, 0), value(3, first + (any - first) * (1 - sameWords), check)]
}

/** What came of it: a prepared answer serves until its source changes; without one the first ask's is filed for its own words. */
function netOf(world: readonly Question[], levels: readonly (0 | 2 | 3)[], seed: number): number {
  let net = 0
  for (const [item, { asks, until, changes }] of drawAll(world, seed).entries()) {
    const level = levels[item] ?? 0
    if (level === 0) continue
    net -= costs.levels[level].cost
    if (level === 3 && changes > 0) net -= costs.check.cost
    for (const [nth, ask] of asks.entries()) {
      if (ask.at >= until) continue
      if (nth === 0 ? level === 3 || ask.isSame : level === 3 && !ask.isSame) net += saved
    }
  }
  return net
}

interface Draw {
  readonly asks: readonly { readonly at: number; readonly isSame: boolean }[]
  /** Day of the first change. */
  readonly until: number
  readonly changes: number
}

function drawAll(world: readonly Question[], seed: number): readonly Draw[] {
  const random = seededRandom(seed * 7_919)
  return world.map(({ asks, changes }) => {
    const at = timesOf(asks, horizonDays, random.next).map((time) => ({ at: time, isSame: random.next() < sameWords }))
    const changed = timesOf(changes, horizonDays, random.next)
    return { asks: at, until: changed[0] ?? Number.POSITIVE_INFINITY, changes: changed.length }
  })
}

function drawWorld(seed: number): readonly Question[] {
  const random = seededRandom(seed)
  return Array.from({ length: questions }, () => {
    const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
    const asks = (0.15 * Math.exp(1.6 * normal)) / 30
    const changes = (-Math.log(1 - random.next()) - Math.log(1 - random.next())) / 2 / 30
    const seenAsks = timesOf(asks, seenDays, random.next).length
    return { asks, changes, seenAsks, seenChanges: timesOf(changes, seenDays, random.next).length }
  })
}

/** Times of a Poisson process within `days`. */
function timesOf(rate: number, days: number, next: () => number): readonly number[] {
  const times: number[] = []
  if (rate <= 0) return times
  const wait = () => -Math.log(1 - next()) / rate
  for (let at = wait(); at < days; at += wait()) times.push(at)
  return times
}
