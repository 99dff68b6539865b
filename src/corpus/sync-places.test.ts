import { utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createParser } from '../adapters/parsers/create-parser.ts'
import type { Place, Source } from '../spec/source.ts'
import { type CorpusFixture, createCorpusFixture } from '../testing/corpus-fixture.ts'
import { liveDocuments } from './documents.ts'
import { eraseSeals } from './seals.ts'
import { sync } from './sync.ts'

const parser = createParser()
afterAll(() => parser.close())

const all = (path: string): Place => ({ path, depth: 'all' })
const livePaths = async ({ store, scope }: CorpusFixture) => (await liveDocuments(store, scope)).map(({ path }) => path).sort()

/** The source, with what it was asked to list and sweep. */
function observed(source: Source) {
  const asked: string[] = []
  const wrapped: Source = {
    ...source,
    list: (options) => {
      asked.push(`list ${options?.places?.map(({ path, depth }) => `${path}:${depth}`).join(' ') ?? 'everything'}`)
      return source.list(options)
    },
    sweep: (seals, options) => {
      asked.push('sweep')
      return source.sweep?.(seals, options) ?? Promise.reject(new Error('It has no sweep.'))
    },
  }
  return { source: wrapped, asked }
}

describe('a sync of some places', () => {
  it('takes up what is there and removes what is gone there, and leaves the rest unread', async () => {
    await using fixture = await createCorpusFixture({ parser })
    for (const path of ['a.md', 'docs/b.md', 'docs/c.md', 'other/d.md']) fixture.write(path, `# ${path}\n\nText of ${path}.\n`)
    await sync(fixture.context, fixture.folder())
    fixture.write('docs/b.md', '# docs/b.md\n\nText of b, edited.\n')
    fixture.remove('docs/c.md')
    fixture.remove('other/d.md')
    fixture.write('docs/e.md', '# New\n\nNew.\n')
    const { source, asked } = observed(fixture.folder())
    const receipt = await sync(fixture.context, source, { places: [all('docs/b.md'), all('docs/c.md'), all('docs/e.md')] })
    expect(asked).toEqual(['list docs/b.md:all docs/c.md:all docs/e.md:all'])
    expect(receipt.documents).toEqual({ total: 4, added: 1, changed: 1, removed: 1, moved: 0, unchanged: 0 })
    expect(receipt.changes.map(({ kind, path }) => `${kind} ${path}`)).toEqual([
      'added docs/e.md',
      'removed docs/c.md',
      'changed docs/b.md',
    ])
    expect(await livePaths(fixture)).toEqual(['a.md', 'docs/b.md', 'docs/e.md', 'other/d.md'])
    expect((await sync(fixture.context, fixture.folder())).documents).toMatchObject({ total: 3, removed: 1, unchanged: 3 })
  })

  it('keeps the ids of a folder that is renamed between two of them', async () => {
    await using fixture = await createCorpusFixture({ parser })
    for (const name of ['a', 'b']) fixture.write(`old/in/${name}.md`, `# ${name}\n\nText of ${name}.\n\nMore of ${name}.\n`)
    await sync(fixture.context, fixture.folder())
    fixture.remove('old')
    for (const name of ['a', 'b']) fixture.write(`new/in/${name}.md`, `# ${name}\n\nText of ${name}.\n\nMore of ${name}.\n`)
    const receipt = await sync(fixture.context, fixture.folder(), { places: [all('old'), all('new')] })
    expect(receipt.documents).toMatchObject({ total: 2, moved: 2, added: 0, removed: 0 })
  })

  it('does not take a source that cannot narrow for one that lost the rest', async () => {
    await using fixture = await createCorpusFixture({ parser })
    for (const path of ['a.md', 'b.md']) fixture.write(path, `# ${path}\n\nText.\n`)
    await sync(fixture.context, fixture.folder())
    fixture.write('c.md', '# c\n\nText.\n')
    const folder = fixture.folder()
    const receipt = await sync(fixture.context, { ...folder, list: () => folder.list() }, { places: [all('a.md')] })
    expect(receipt.documents).toMatchObject({ total: 2, added: 0, removed: 0 })
  })
})

describe('a sealed source', () => {
  async function sealed(): Promise<CorpusFixture> {
    const fixture = await createCorpusFixture({ parser })
    for (const path of ['a.md', 'docs/b.md', 'docs/c.md', 'other/d.md']) fixture.write(path, `# ${path}\n\nText of ${path}.\n`)
    fixture.write('.env', 'A=1')
    await sync(fixture.context, fixture.folder())
    return fixture
  }

  it('is swept, and nothing of it listed, while nothing changed; totals and skips are told all the same', async () => {
    await using fixture = await sealed()
    const { source, asked } = observed(fixture.folder())
    const receipt = await sync(fixture.context, source)
    expect(asked).toEqual(['sweep'])
    expect(receipt.documents).toEqual({ total: 4, added: 0, changed: 0, removed: 0, moved: 0, unchanged: 4 })
    expect(receipt.passages.total).toBe(4)
    expect(receipt.skipped).toEqual([{ reason: 'secret', count: 1, paths: ['.env'] }])
  })

  it('is listed only in the folders that differ, and sealed again', async () => {
    await using fixture = await sealed()
    fixture.write('docs/b.md', '# b\n\nEdited.\n\nMore.\n')
    const first = observed(fixture.folder())
    const receipt = await sync(fixture.context, first.source)
    expect(first.asked).toEqual(['sweep', 'list docs:own'])
    expect(receipt.documents).toEqual({ total: 4, added: 0, changed: 1, removed: 0, moved: 0, unchanged: 3 })
    const { count } = await fixture.store.read
      .selectFrom('passages')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('version', 'is not', null)
      .executeTakeFirstOrThrow()
    expect(receipt.passages.total).toBe(count)
    const second = observed(fixture.folder())
    expect((await sync(fixture.context, second.source)).documents.unchanged).toBe(4)
    expect(second.asked).toEqual(['sweep'])
  })

  it('is dated by the next whole look where it was not, and then left alone', async () => {
    // Sealed by a source that cannot tell the time.
    await using fixture = await sealed()
    const dated = () => fixture.folder({ fileClock: { isRecent: () => false, now: () => 17_000_000_000n } })
    const seals = async () => {
      const row = await fixture.store.read.selectFrom('meta').select('value').where('key', 'like', 'seals:%').executeTakeFirstOrThrow()
      return JSON.parse(row.value) as { readonly lookedAtS: number | null; readonly folders: unknown }
    }
    const undated = await seals()
    expect(undated.lookedAtS).toBe(null)
    await sync(fixture.context, dated())
    expect(await seals()).toEqual({ ...undated, lookedAtS: 17 })
    const token = await fixture.store.changeToken()
    await sync(fixture.context, dated())
    expect(await fixture.store.changeToken()).toBe(token)
  })

  it('sees an edit of equal size whose time stamp was put back', async () => {
    await using fixture = await createCorpusFixture({ parser })
    const file = join(fixture.root, 'a.md')
    const then = new Date(Date.UTC(2025, 0, 1))
    writeFileSync(file, '# A\n\nThe limit is 10.\n')
    utimesSync(file, then, then)
    await sync(fixture.context, fixture.folder())
    writeFileSync(file, '# A\n\nThe limit is 20.\n')
    utimesSync(file, then, then)
    expect((await sync(fixture.context, fixture.folder())).documents.changed).toBe(1)
  })

  it('is never trusted with a document read within the time stamps’ grain', async () => {
    await using fixture = await createCorpusFixture({ parser })
    fixture.write('a.md', '# A\n\nThe limit is 10.\n')
    await sync(fixture.context, fixture.folder({ fileClock: { isRecent: () => true } }))
    const { source, asked } = observed(fixture.folder({ fileClock: { isRecent: () => true } }))
    await sync(fixture.context, source)
    expect(asked).toEqual(['sweep', 'list :own'])
    await sync(fixture.context, fixture.folder())
    const settled = observed(fixture.folder())
    await sync(fixture.context, settled.source)
    expect(settled.asked).toEqual(['sweep'])
  })

  it('is listed as a whole once another process wrote or erased a document of the scope', async () => {
    await using fixture = await sealed()
    const other = { ...fixture.context, store: await fixture.openAnother() }
    const asks = async () => {
      const { source, asked } = observed(fixture.folder())
      await sync(fixture.context, source)
      return asked
    }
    fixture.write('docs/b.md', '# b\n\nEdited by one.\n')
    await sync({ ...other, fence: undefined as never }, { ...fixture.folder(), sweep: undefined as never })
    expect(await asks()).toEqual(['list everything'])
    expect(await asks()).toEqual(['sweep'])
    await fixture.store.write([{ sql: 'delete from documents where path = ?', parameters: ['other/d.md'] }])
    expect(await asks()).toEqual(['list everything'])
    expect(await livePaths(fixture)).toContain('other/d.md')
    await fixture.store.write([eraseSeals(fixture.store, fixture.scope)])
    const rows = await fixture.store.read.selectFrom('meta').select('value').where('key', 'like', 'seals:%').execute()
    expect(rows).toEqual([])
    expect(await asks()).toEqual(['list everything'])
  })
})
