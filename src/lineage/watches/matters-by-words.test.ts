import { describe, expect, it } from 'vitest'
import { inverseFrequency } from '../../retrieve/bm25.ts'
import { mattersByWords, wordRule } from './matters-by-words.ts'

const watchOf = (passages: number, frequencies: Readonly<Record<string, number>>) => ({
  passages,
  terms: Object.entries(frequencies).map(([term, frequency]) => ({ term, weight: inverseFrequency(passages, frequency) })),
})
const matters = (watch: ReturnType<typeof watchOf>, ...terms: string[]) =>
  mattersByWords(watch, wordRule(watch), new Map(terms.map((term) => [term, 1])))

describe('what words decide while a vector is owed', () => {
  const watch = watchOf(1000, { quorum: 2, replica: 10, follower: 11, default: 300 })

  it('a term of at most one passage in a hundred is enough, a commoner one is not', () => {
    expect(matters(watch, 'quorum')).toBe(true)
    expect(matters(watch, 'replica')).toBe(true)
    expect(matters(watch, 'follower')).toBe(false)
    expect(matters(watch, 'default')).toBe(false)
    expect(matters(watch, 'other')).toBe(false)
  })

  it('in a small scope a term of three passages is rare', () => {
    const small = watchOf(40, { port: 3, host: 4, name: 30, server: 12 })
    expect(matters(small, 'port')).toBe(true)
    expect(matters(small, 'host')).toBe(false)
  })

  it('what says most of the question matters, common as its words are', () => {
    const common = watchOf(1000, { default: 300, port: 200, server: 400 })
    expect(matters(common, 'default', 'port')).toBe(true)
    expect(matters(common, 'server')).toBe(false)
  })

  it('a question without words is fired by none', () => {
    expect(matters({ passages: 5, terms: [] }, 'anything')).toBe(false)
  })
})
