import { describe, expect, it } from 'vitest'
import type { ScopeId, SourceId } from '../spec/ids.ts'
import type { Source } from '../spec/source.ts'
import { withoutForgotten } from './without-forgotten.ts'

describe('a source without what was forgotten', () => {
  it('tells everything else its source tells, the time too: without it git would never be believed', () => {
    const source: Source = {
      id: 'folder' as SourceId,
      kind: 'folder',
      scope: 'default' as ScopeId,
      async *list() {},
      read: async () => ({ skipped: 'vanished' }),
      verify: async () => 'same',
      sweep: async () => ({ documents: 0, differing: [], isWhole: true, seals: new Map() }),
      now: () => 17,
    }
    const without = withoutForgotten(source, () => ({ count: 0, hasPath: () => false }) as never)
    expect(Object.keys(without).sort()).toEqual(Object.keys(source).sort())
    expect(without.now?.()).toBe(17)
  })
})
