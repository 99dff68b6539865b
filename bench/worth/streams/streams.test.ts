import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/testing/seeded-random.ts'
import { dataFolder } from '../../reader/judged-documents.ts'
import { allStreams } from './all-streams.ts'
import { arrivals, shuffled, zipf } from './arrivals.ts'
import { sessionTime } from './locomo.ts'

const folder = dataFolder()

describe('seeded order', () => {
  it('spreads asks over the days by rate, in order, by day only', () => {
    const times = arrivals(seededRandom(1), 1000, 50)
    expect(times).toEqual(times.toSorted((one, other) => one - other))
    expect(times.every((at) => new Date(at).getUTCHours() >= 8 && new Date(at).getUTCHours() < 20)).toBe(true)
    const days = new Set(times.map((at) => new Date(at).toISOString().slice(0, 10))).size
    expect(days).toBeGreaterThan(16)
    expect(days).toBeLessThan(25)
    expect(arrivals(seededRandom(1), 1000, 50)).toEqual(times)
  })

  it('draws by Zipf: the first twice as often as the second', () => {
    const next = zipf(seededRandom(2), 40)
    const counts = new Array<number>(40).fill(0)
    for (let draw = 0; draw < 20_000; draw++) {
      const at = next()
      counts[at] = (counts[at] ?? 0) + 1
    }
    expect((counts[0] ?? 0) / (counts[1] ?? 1)).toBeCloseTo(2, 0)
    expect(counts.every((count) => count > 0)).toBe(true)
  })

  it('shuffles without losing anything', () => {
    const items = Array.from({ length: 50 }, (_, at) => at)
    const drawn = shuffled(seededRandom(3), items)
    expect(drawn).not.toEqual(items)
    expect(drawn.toSorted((one, other) => one - other)).toEqual(items)
  })

  it('reads the time of a session, and no other form', () => {
    expect(sessionTime('1:56 pm on 8 May, 2023')).toBe(Date.UTC(2023, 4, 8, 13, 56))
    expect(sessionTime('12:09 am on 13 September, 2023')).toBe(Date.UTC(2023, 8, 13, 0, 9))
    expect(() => sessionTime('yesterday')).toThrow('yesterday')
  })
})

const asked: Readonly<Record<string, number>> = {
  'ubuntu-irc': 2152,
  'policyqa-replayed': 1879,
  'banking77-zipf': 1500,
  'clinc150-zipf': 2000,
  'quac-seeded': 1878,
  'cast-seeded': 718,
  'ikat-seeded': 332,
  locomo: 637,
}

describe.skipIf(folder === null)('streams of the development data (skipped where REVERIE_DATA is missing)', () => {
  it.each(allStreams.map((source) => [source.name, source] as const))('%s: in order, whole, the same when read again', (name, source) => {
    const stream = source.read(folder ?? '')
    expect(stream.name).toBe(name)
    expect(stream.asks).toHaveLength(asked[name] ?? -1)
    expect(stream.asks.every(({ at, question }) => Number.isSafeInteger(at) && at > 0 && question.trim() !== '')).toBe(true)
    expect(stream.asks.every(({ at }, index) => index === 0 || at >= (stream.asks[index - 1]?.at ?? 0))).toBe(true)
    expect(new Set(stream.documents.map(({ id }) => id)).size).toBe(stream.documents.length)
    expect(stream.documents.every(({ text }) => text.trim() !== '')).toBe(true)
    expect(source.read(folder ?? '')).toEqual(stream)
  })

  it('asks a policy only while it is in force', () => {
    const { asks, documents } = allStreams[1]?.read(folder ?? '') ?? { asks: [], documents: [] }
    const force = new Map(documents.map(({ id, at = 0, until = 0 }) => [id.split('/')[0], [at, until] as const]))
    expect(asks.every(({ at, region }) => at >= (force.get(region)?.[0] ?? Infinity) && at < (force.get(region)?.[1] ?? 0))).toBe(true)
  })

  it('quotes no wording on a page that the stream asks', () => {
    const { asks, documents } = allStreams[2]?.read(folder ?? '') ?? { asks: [], documents: [] }
    const quoted = new Set(documents.flatMap(({ text }) => [...text.matchAll(/^- "(.*)": P-/gm)].map(([, wording]) => wording)))
    expect(quoted.size).toBeGreaterThan(100)
    expect(asks.filter(({ question }) => quoted.has(question))).toEqual([])
  })
})
