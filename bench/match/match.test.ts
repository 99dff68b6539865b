import { describe, expect, it } from 'vitest'
import { createHashingEmbedder } from '../../src/testing/hashing-embedder.ts'
import { dataFolder } from '../reader/judged-documents.ts'
import { precisionChart } from './chart/precision-chart.ts'
import { createWorld } from './create-world.ts'
import type { MatchAsk } from './match-ask.ts'
import { allMatchers } from './matchers/all-matchers.ts'
import { cosineMatcher } from './matchers/cosine-matcher.ts'
import { alongTheScore, mostCovering } from './protocol/along-the-score.ts'
import { type Decided, decideAll } from './protocol/decided.ts'
import { fittedOn } from './protocol/fitted-on.ts'
import { exactShare, overSplits } from './protocol/interval.ts'
import { measureSet } from './protocol/measure-set.ts'
import { setFigures } from './protocol/set-figures.ts'
import { type MatchData, openMatchData } from './sets/match-data.ts'
import { pairSet } from './sets/pairs.ts'
import { stackFaqSets } from './sets/stackfaq.ts'

const folder = dataFolder()
const world = createWorld([])

function decidedAs(...outcomes: readonly (readonly [score: number, right: boolean, answerable?: boolean])[]): readonly Decided[] {
  return outcomes.map(([score, right, answerable = true], at): Decided => {
    const ask: MatchAsk = { id: `${at}`, group: `${at}`, world, text: '', vector: new Int8Array(1), right: answerable ? ['entry'] : [] }
    return { ask, entry: 'entry', score, right, answerable }
  })
}

describe('along the score', () => {
  it('serves equal scores together', () => {
    const servings = alongTheScore(decidedAs([0.9, true], [0.8, false], [0.8, true]))
    expect(servings.map(({ bar, hits, wrong }) => [bar, hits, wrong])).toEqual([
      [0.9, 1, 0],
      [0.8, 3, 1],
    ])
  })

  it('covers past an early error where enough right hits follow, and not one more', () => {
    const right = Array.from({ length: 99 }, (_, at) => [0.8 - at / 1000, true] as const)
    const most = mostCovering(decidedAs([0.9, false], ...right, [0.1, false, false]), 0.99)
    expect([most.hits, most.wrong]).toEqual([100, 1])
    expect(mostCovering(decidedAs([0.9, false], ...right.slice(1)), 0.99).hits).toBe(0)
  })

  it('is not misled by what nothing answers', () => {
    const most = mostCovering(decidedAs([0.9, true], [0.8, false, false]), 0.99)
    expect([most.hits, most.answerable, most.foreignHits]).toEqual([1, 1, 0])
  })
})

describe('intervals', () => {
  it('gives the exact interval of 299 right of 299, and of one of ten', () => {
    expect(exactShare(299, 299)?.low).toBeCloseTo(0.9877, 4)
    expect(exactShare(1, 10)?.low).toBeCloseTo(0.0025, 4)
    expect(exactShare(1, 10)?.high).toBeCloseTo(0.445, 4)
    expect(exactShare(0, 0)).toBeNull()
  })

  it('is wider over splits than a plain t interval, since splits share their data', () => {
    const interval = overSplits([0.6, 0.7, 0.8])
    expect(interval?.mean).toBeCloseTo(0.7)
    // t(0.975, 2) = 4.3027, variance 0.01, times 1/3 + 1.
    expect((interval?.high ?? 0) - 0.7).toBeCloseTo(Math.min(0.3, 4.3027 * Math.sqrt(0.01 * (4 / 3))))
    expect(overSplits([])).toBeNull()
  })
})

describe('a chart', () => {
  it('draws each matcher with its bars, names the axes and escapes what it is told', () => {
    const points = [
      { coverage: 0.1, precision: 1 },
      { coverage: 0.6, precision: 0.97 },
    ]
    const chart = precisionChart({
      title: 'a < b',
      about: '',
      series: [{ name: 'cosine', points, marks: [{ label: '≥ 0.90', coverage: 0.2, precision: 0.995 }] }],
    })
    expect(chart).toContain('a &lt; b')
    expect(chart).toContain('right among the hits, %')
    expect(chart.match(/<circle/g)).toHaveLength(1)
    expect(chart).not.toContain('NaN')
  })
})

describe.skipIf(folder === null)('on a tenth of the development data (skipped where REVERIE_DATA and ../shared/data are missing)', () => {
  it('splits pairs so that nothing fitted on has a text of what is measured there', async () => {
    const set = await pairSet(hashedData(), 'covid-faq', 60)
    for (const seed of [1, 2, 3]) {
      const [first, second] = set.split(seed).halves
      expect(first.length + second.length).toBe(60)
      const groups = new Set(second.map((ask) => ask.group))
      const train = fittedOn(first, second)
      expect(train.length).toBeGreaterThan(0)
      expect(train.filter((ask) => groups.has(ask.group) || groups.has(ask.touches ?? ''))).toEqual([])
    }
  })

  it('gives the same halves for the same seed', async () => {
    const set = await pairSet(hashedData(), 'covid-faq', 60)
    const ids = (seed: number) => set.split(seed).halves.map((half) => half.map((ask) => ask.id))
    expect(ids(4)).toEqual(ids(4))
    expect(ids(4)).not.toEqual(ids(5))
  })

  it('asks StackFAQ in all its rephrasings, of which only those of what is prepared are answerable', async () => {
    const { all, within } = await stackFaqSets(hashedData())
    for (const half of all.split(1).halves) {
      const prepared = new Set(half[0]?.world.keys.map((key) => key.entry))
      expect(half).toHaveLength(630 + 500)
      expect(half.filter((ask) => ask.right.length > 0)).toHaveLength(prepared.size * 10)
      expect(decideAll(cosineMatcher.fit([]), half).some((one) => one.right)).toBe(true)
    }
    const [first, second] = within.split(1).halves
    expect(fittedOn(first, second)).toEqual(first)
  })

  it('measures every matcher on the same splits, and prints them', async () => {
    const set = await pairSet(hashedData(), 'covid-faq', 60)
    const outcomes = measureSet(set, { matchers: allMatchers, splits: 2 })
    expect(outcomes.map((one) => one.matcher)).toEqual(allMatchers.map((one) => one.name))
    for (const { splits, decided } of outcomes) {
      expect(splits).toHaveLength(2)
      expect(decided).toHaveLength(2 * 60)
    }
    const figures = setFigures(set, outcomes)
    expect(figures.map((figure) => figure.name)).toContain('covid-faq: cosine, at 0.80')
    expect(figures.find((figure) => figure.name === 'covid-faq: reverie, covered at its best bar')?.target).toBe('≥ 60 % at 99 % precision')
  })
})

/** Vectors by hashed words: the plumbing is tested, not what a model finds alike. */
function hashedData(): MatchData {
  const embedder = createHashingEmbedder()
  return openMatchData({ folder: folder ?? '', embed: (texts) => embedder.embedMany(texts), log: () => {} })
}
