import { describe, expect, it } from 'vitest'
import type { SourceId } from '../spec/ids.ts'
import { createCorpusFixture } from '../testing/corpus-fixture.ts'
import { ensureScope } from './scopes.ts'
import { saveSource, sourcesOf } from './sources.ts'

const id = 'folder' as SourceId

describe('saveSource', () => {
  it('keeps root and paths, replaces them, and writes only what differs', async () => {
    await using fixture = await createCorpusFixture()
    const { store, scope, context } = fixture
    await ensureScope(store, context.clock, scope)
    await saveSource(store, scope, { id, kind: 'folder', root: '', paths: ['docs/', './src', 'docs'] })
    expect(await sourcesOf(store, scope)).toEqual([{ id, kind: 'folder', root: '', paths: ['docs', 'src'], walkedAt: null }])
    const token = await store.changeToken()
    await saveSource(store, scope, { id, kind: 'folder', root: '', paths: ['src', 'docs'] })
    expect(await store.changeToken()).toBe(token)
    await saveSource(store, scope, { id, kind: 'folder', root: '', paths: ['src', '.'] })
    expect((await sourcesOf(store, scope))[0]?.paths).toEqual([])
  })

  it('refuses a path outside the root', async () => {
    await using fixture = await createCorpusFixture()
    for (const path of ['../x', '/etc', 'a/../../b', '..']) {
      await expect(saveSource(fixture.store, fixture.scope, { id, kind: 'folder', root: '', paths: [path] })).rejects.toMatchObject({
        code: 'bad-argument',
      })
    }
  })
})

describe('ensureScope', () => {
  it('creates a scope once, whoever is first', async () => {
    await using fixture = await createCorpusFixture()
    const other = await fixture.openAnother()
    const { clock } = fixture.context
    const scopes = ['a', 'b', 'c'] as unknown as (typeof fixture.scope)[]
    const rows = await Promise.all(scopes.flatMap((scope) => [ensureScope(fixture.store, clock, scope), ensureScope(other, clock, scope)]))
    expect(rows.map((row) => row.no).sort()).toEqual([1, 1, 2, 2, 3, 3])
  })
})
