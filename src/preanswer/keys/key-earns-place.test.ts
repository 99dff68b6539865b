import { describe, expect, it } from 'vitest'
import { type KeyCandidate, keyEarnsPlace } from './key-earns-place.ts'

const paraphrase: KeyCandidate = { kind: 'paraphrase', toQuestion: 0.9, toPositive: 0.9, toNearMiss: -1, toRival: -1, negatives: [] }
const nearMiss: KeyCandidate = { ...paraphrase, kind: 'near-miss' }
const place = (key: KeyCandidate): string => {
  const verdict = keyEarnsPlace(key)
  return verdict.earns ? 'earns' : verdict.reason
}

describe('keyEarnsPlace', () => {
  it('keeps a paraphrase that is new and nearest to its own', () => {
    expect(place(paraphrase)).toBe('earns')
    expect(place({ ...paraphrase, toRival: 0.89, toNearMiss: 0.89 })).toBe('earns')
  })

  it.each([
    ['adds-nothing', { toPositive: 0.97 }],
    ['collides', { toRival: 0.9 }],
    ['near-miss', { toNearMiss: 0.9 }],
    ['costs-precision', { negatives: [{ toKey: 0.85, toQuestion: 0.8 }] }],
  ] as const)('drops a paraphrase that %s', (reason, change) => {
    expect(place({ ...paraphrase, ...change })).toBe(reason)
  })

  it('is not put off by what its entry does not answer where it is far from that, or its question is nearer', () => {
    for (const negative of [
      { toKey: 0.6, toQuestion: 0.5 },
      { toKey: 0.85, toQuestion: 0.86 },
    ]) {
      expect(place({ ...paraphrase, negatives: [negative] })).toBe('earns')
    }
  })

  it('keeps a near-miss that can be told from the question and stands where no rival stands', () => {
    expect(place({ ...nearMiss, toQuestion: 0.97, toPositive: 0.97, toRival: 0.9 })).toBe('earns')
    expect(place({ ...nearMiss, toQuestion: 0.99 })).toBe('indistinguishable')
    expect(place({ ...nearMiss, toPositive: 0.99 })).toBe('indistinguishable')
    expect(place({ ...nearMiss, toRival: 0.98 })).toBe('adds-nothing')
    expect(place({ ...nearMiss, toNearMiss: 0.98 })).toBe('adds-nothing')
  })
})
