import { describe, expect, it } from 'vitest'
import { rankDocument, recentBoundary } from './rank-document.ts'

const day = 24 * 60 * 60 * 1000

function order(paths: readonly (readonly [path: string, modifiedAt: number, hasExports: boolean | null])[]): string[] {
  const recentAfter = recentBoundary(paths.map(([, modifiedAt]) => modifiedAt))
  return paths
    .map(([path, modifiedAt, hasExports]) => ({ path, rank: rankDocument({ path, modifiedAt, recentAfter, hasExports }) }))
    .sort((a, b) => a.rank - b.rank || (a.path < b.path ? -1 : 1))
    .map(({ path }) => path)
}

describe('rankDocument', () => {
  it('puts documents in the order a reader needs them', () => {
    const old = 100 * day
    expect(
      order([
        ['CHANGELOG.md', old, null],
        ['LICENSE', old, null],
        ['src/index.test.ts', old, true],
        ['tests/fixtures/sample.md', old, null],
        ['package.json', old, false],
        ['src/index.ts', old, true],
        ['src/internal.ts', old, false],
        ['src/edited.ts', 200 * day, false],
        ['docs/guide.md', old, null],
        ['README.md', old, null],
      ]),
    ).toEqual([
      'README.md',
      'docs/guide.md',
      'src/edited.ts',
      'src/index.ts',
      'package.json',
      'src/internal.ts',
      'CHANGELOG.md',
      'LICENSE',
      'src/index.test.ts',
      'tests/fixtures/sample.md',
    ])
  })

  it('does not take "history" or "test" in the middle of a name for a record or a test', () => {
    const rank = (path: string) => Math.floor(rankDocument({ path, modifiedAt: 0, recentAfter: null, hasExports: true }))
    expect(['docs/historyapi.md', 'docs/testing.md', 'src/attest.ts', 'src/latest/a.ts'].map(rank)).toEqual([0, 0, 2, 2])
    expect(['HISTORY.md', 'licence.txt', 'pkg/a_test.go', 'e2e/x.ts', 'test_a.py'].map(rank)).toEqual([4, 4, 4, 4, 4])
  })
})

describe('recentBoundary', () => {
  it('tells nothing after a fresh checkout, nor of no documents', () => {
    expect(recentBoundary(Array.from({ length: 50 }, () => 5 * day))).toBe(null)
    expect(recentBoundary([])).toBe(null)
  })

  it('is three days before the newest where few are that new', () => {
    expect(recentBoundary([...Array.from({ length: 50 }, () => 0), 10 * day])).toBe(7 * day)
  })
})
