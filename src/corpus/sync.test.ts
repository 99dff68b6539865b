import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createParser } from '../adapters/parsers/create-parser.ts'
import type { ReverieError } from '../spec/errors.ts'
import type { DocumentId, SourceId } from '../spec/ids.ts'
import type { Source } from '../spec/source.ts'
import { type CorpusFixture, createCorpusFixture } from '../testing/corpus-fixture.ts'
import { scriptedClock } from '../testing/scripted-clock.ts'
import { corpusRevision } from './corpus-revision.ts'
import { documentByPath, liveDocuments } from './documents.ts'
import { passagesOf } from './passages.ts'
import { findScope } from './scopes.ts'
import { sync } from './sync.ts'

const parser = createParser()
afterAll(() => parser.close())

const guide = `# Guide

Reverie listens on port 3000 by default.

## Limits

A request may hold at most ten documents.

Larger requests are refused with an error.

## Closing

Call close when you are done.
`

/** Texts of a document's living passages by id, in order. */
async function passages({ store, scope }: CorpusFixture, path: string): Promise<ReadonlyMap<string, string>> {
  const document = await documentByPath(store, scope, path)
  const found = document === null ? [] : await passagesOf(store, scope, document.id)
  return new Map(found.map((passage) => [passage.id, passage.text]))
}

const ids = async (fixture: CorpusFixture, path: string) => [...(await passages(fixture, path)).keys()]
const paths = async ({ store, scope }: CorpusFixture) => (await liveDocuments(store, scope)).map((document) => document.path).sort()

describe('sync', () => {
  it('stores documents, passages, units and index entries, and says what it did', async () => {
    await using fixture = await createCorpusFixture({ parser })
    const { context, store, scope } = fixture
    fixture.write('guide.md', guide)
    fixture.write('src/limits.ts', '/** The most documents of a request. */\nexport const mostDocuments = 10\n')
    fixture.write('.env', 'TOKEN=1')
    const seen: string[] = []
    const receipt = await sync(context, fixture.folder(), { onProgress: ({ done, total, path }) => seen.push(`${done}/${total} ${path}`) })
    expect(receipt.documents).toEqual({ total: 2, added: 2, changed: 0, removed: 0, moved: 0, unchanged: 0 })
    expect(receipt.passages.added).toBe(receipt.passages.total)
    expect(receipt.skipped).toEqual([{ reason: 'secret', count: 1, paths: ['.env'] }])
    expect(seen).toEqual(['1/2 guide.md', '2/2 src/limits.ts'])
    const document = await documentByPath(store, scope, 'guide.md')
    const found = await passagesOf(store, scope, document?.id ?? ('' as DocumentId))
    const limit = found.find((passage) => passage.text.includes('ten documents'))
    expect(limit?.place).toEqual(['Limits'])
    expect(limit?.units.map((unit) => unit.text)).toEqual([
      'A request may hold at most ten documents.',
      'Larger requests are refused with an error.',
    ])
    const row = await findScope(store.read, scope)
    const nos = await store.lexical.candidates(row?.no ?? 0, context.tokenise('refused'), 10)
    expect(nos.length).toBe(1)
  })

  it('writes nothing when nothing changed', async () => {
    await using fixture = await createCorpusFixture({ parser })
    fixture.write('guide.md', guide)
    await sync(fixture.context, fixture.folder())
    const before = await fixture.store.changeToken()
    const receipt = await sync(
      { ...fixture.context, parser: { ...fixture.context.parser, parse: () => Promise.reject(new Error('parsed')) } },
      fixture.folder(),
    )
    expect(await fixture.store.changeToken()).toBe(before)
    expect(receipt.documents).toEqual({ total: 1, added: 0, changed: 0, removed: 0, moved: 0, unchanged: 1 })
  })

  it('changes one passage when one paragraph is edited, and none when lines are only moved down', async () => {
    await using fixture = await createCorpusFixture({ parser })
    fixture.write('guide.md', guide)
    await sync(fixture.context, fixture.folder())
    const before = await ids(fixture, 'guide.md')
    fixture.changes.length = 0
    fixture.write('guide.md', guide.replace('ten documents', 'twenty documents'))
    await sync(fixture.context, fixture.folder())
    expect(await ids(fixture, 'guide.md')).toEqual(before)
    expect(
      fixture.changes.flatMap((change) => change.passages.map(({ kind, before, after }) => [kind, before?.place, after?.place])),
    ).toEqual([['changed', ['Limits'], ['Limits']]])
    expect([...(await passages(fixture, 'guide.md')).values()].filter((text) => text.includes('twenty documents')).length).toBe(1)
    fixture.changes.length = 0
    fixture.write('guide.md', `# Guide\n\n\n\n${guide.slice('# Guide\n'.length).replace('ten documents', 'twenty documents')}`)
    const receipt = await sync(fixture.context, fixture.folder())
    expect(receipt.documents.changed).toBe(1)
    expect(fixture.changes.map((change) => [change.passages.length, change.projection.before === change.projection.after])).toEqual([
      [0, true],
    ])
    const document = await documentByPath(fixture.store, fixture.scope, 'guide.md')
    const placed = await passagesOf(fixture.store, fixture.scope, document?.id ?? ('' as DocumentId))
    expect(placed.find((passage) => passage.text.includes('port 3000'))?.startLine).toBe(6)
  })

  it('keeps the ids of paragraphs that are moved within their file', async () => {
    await using fixture = await createCorpusFixture({ parser })
    fixture.write('guide.md', guide)
    await sync(fixture.context, fixture.folder())
    const before = await passages(fixture, 'guide.md')
    const [head, limits = '', closing = ''] = guide.split(/(?=## )/)
    fixture.write('guide.md', [head, `${closing}\n`, limits].join(''))
    fixture.changes.length = 0
    await sync(fixture.context, fixture.folder())
    expect(new Map([...(await passages(fixture, 'guide.md'))].sort())).toEqual(new Map([...before].sort()))
    expect(fixture.changes.flatMap((change) => change.passages)).toEqual([])
  })

  it('keeps the ids of a renamed file, edited or not', async () => {
    await using fixture = await createCorpusFixture({ parser })
    fixture.write('guide.md', guide)
    fixture.write('notes.md', '# Notes\n\nOne thing.\n\nAnother thing.\n\nA third thing.\n')
    await sync(fixture.context, fixture.folder())
    const [ofGuide, ofNotes] = [await ids(fixture, 'guide.md'), await ids(fixture, 'notes.md')]
    fixture.remove('guide.md')
    fixture.remove('notes.md')
    fixture.write('docs/handbook.md', guide)
    fixture.write('docs/notes.md', '# Notes\n\nOne thing.\n\nAnother thing.\n\nA third thing.\n\nA fourth.\n')
    fixture.changes.length = 0
    const receipt = await sync(fixture.context, fixture.folder())
    expect(receipt.documents).toMatchObject({ total: 2, moved: 2, added: 0, removed: 0 })
    expect(await ids(fixture, 'docs/handbook.md')).toEqual(ofGuide)
    expect(await ids(fixture, 'docs/notes.md')).toEqual(ofNotes)
    expect(fixture.changes.map((change) => [change.kind, change.from?.path, change.path])).toEqual([
      ['moved', 'guide.md', 'docs/handbook.md'],
      ['moved', 'notes.md', 'docs/notes.md'],
    ])
    fixture.write('guide.md', guide)
    await sync(fixture.context, fixture.folder())
    const again = await ids(fixture, 'guide.md')
    expect(again.length).toBe(ofGuide.length)
    expect(again.some((id) => ofGuide.includes(id))).toBe(false)
  })

  it('revives the same ids when old text returns: an edit taken back, a file deleted and restored', async () => {
    await using fixture = await createCorpusFixture({ parser })
    fixture.write('guide.md', guide)
    await sync(fixture.context, fixture.folder())
    const before = await passages(fixture, 'guide.md')
    fixture.write('guide.md', '# Guide\n\nEverything here was written anew.\n')
    await sync(fixture.context, fixture.folder())
    fixture.remove('guide.md')
    await sync(fixture.context, fixture.folder())
    fixture.write('guide.md', guide)
    const receipt = await sync(fixture.context, fixture.folder())
    expect(await passages(fixture, 'guide.md')).toEqual(before)
    expect(receipt.documents.added).toBe(1)
    expect(new Set(fixture.changes.at(-1)?.passages.map((passage) => passage.kind))).toEqual(new Set(['revived']))
  })

  it('makes a deleted document dormant: no live passage, no index entry, its rows kept', async () => {
    await using fixture = await createCorpusFixture({ parser })
    const { store, scope } = fixture
    fixture.write('guide.md', guide)
    fixture.write('other.md', '# Other\n\nStays.\n')
    await sync(fixture.context, fixture.folder())
    const count = (await ids(fixture, 'guide.md')).length
    fixture.remove('guide.md')
    const receipt = await sync(fixture.context, fixture.folder())
    expect(receipt.documents).toMatchObject({ total: 1, removed: 1, unchanged: 1 })
    const rows = await store.read
      .selectFrom('documents')
      .select(['path', 'state', 'digest', 'projection'])
      .where('path', '=', 'guide.md')
      .execute()
    expect(rows).toEqual([{ path: 'guide.md', state: 'dormant', digest: null, projection: null }])
    const kept = await store.read.selectFrom('passages').select('passage').where('version', 'is', null).execute()
    expect(kept.length).toBe(count)
    const row = await findScope(store.read, scope)
    expect(await store.lexical.candidates(row?.no ?? 0, fixture.context.tokenise('refused'), 10)).toEqual([])
    expect((await store.read.selectFrom('units').select('passage').execute()).length).toBe(1)
  })

  it('follows a file that becomes a folder, and back', async () => {
    await using fixture = await createCorpusFixture({ parser })
    fixture.write('guide', guide)
    await sync(fixture.context, fixture.folder())
    fixture.remove('guide')
    fixture.write('guide/index.md', '# Index\n\nSomething else.\n')
    await sync(fixture.context, fixture.folder())
    expect(await paths(fixture)).toEqual(['guide/index.md'])
    fixture.remove('guide')
    fixture.write('guide', guide)
    await sync(fixture.context, fixture.folder())
    expect(await paths(fixture)).toEqual(['guide'])
  })

  it('reads any text: BOM, CRLF, UTF-16, Latin-1, nothing at all, one endless line', async () => {
    await using fixture = await createCorpusFixture({ parser })
    fixture.write('bom.md', '\ufeff# Title\r\n\r\nA line.\r\n')
    fixture.write('utf16.txt', Buffer.from('\ufeffA wide line.', 'utf16le'))
    fixture.write('latin1.txt', Buffer.from('Ein Stück für später.', 'latin1'))
    fixture.write('empty.md', '')
    fixture.write('blank.md', ' \n\n\t\n')
    fixture.write('long.txt', 'word '.repeat(100_000))
    const receipt = await sync(fixture.context, fixture.folder())
    expect(receipt.documents.total).toBe(6)
    expect(receipt.warnings.some((warning) => warning.startsWith('latin1.txt:'))).toBe(true)
    expect([...(await passages(fixture, 'utf16.txt')).values()]).toEqual(['A wide line.'])
    expect([...(await passages(fixture, 'latin1.txt')).values()]).toEqual(['Ein Stück für später.'])
    expect((await documentByPath(fixture.store, fixture.scope, 'bom.md'))?.title).toBe('Title')
    expect(await ids(fixture, 'empty.md')).toEqual([])
    expect((await ids(fixture, 'long.txt')).length).toBeGreaterThan(0)
  })

  it('removes what vanishes between being listed and being read', async () => {
    await using fixture = await createCorpusFixture({ parser })
    fixture.write('a.md', '# A\n\nOne.\n')
    fixture.write('b.md', '# B\n\nTwo.\n')
    await sync(fixture.context, fixture.folder())
    fixture.write('a.md', '# A\n\nOne, edited.\n')
    const folder = fixture.folder()
    const vanishing: Source = {
      ...folder,
      read: (path) => {
        if (path === 'a.md') fixture.remove('a.md')
        return folder.read(path)
      },
    }
    const receipt = await sync(fixture.context, vanishing)
    expect(receipt.skipped).toEqual([{ reason: 'vanished', count: 1, paths: ['a.md'] }])
    expect(await paths(fixture)).toEqual(['b.md'])
  })

  it('names a file the parser fails on and goes on', async () => {
    await using fixture = await createCorpusFixture({ parser })
    fixture.write('a.md', '# A\n\nOne.\n')
    fixture.write('b.md', '# B\n\nTwo.\n')
    const failing = {
      ...parser,
      parse: (input: { path: string; bytes: Uint8Array }) =>
        input.path === 'a.md' ? Promise.reject(new Error('boom')) : parser.parse(input),
    }
    const receipt = await sync({ ...fixture.context, parser: failing }, fixture.folder())
    expect(receipt.warnings).toEqual(['a.md: could not be parsed: boom'])
    expect(await paths(fixture)).toEqual(['b.md'])
  })

  it('removes nothing when the folder itself cannot be read', async () => {
    await using fixture = await createCorpusFixture({ parser })
    fixture.write('guide.md', guide)
    await sync(fixture.context, fixture.folder())
    await expect(sync(fixture.context, fixture.folder({ root: join(fixture.root, 'unmounted') }))).rejects.toMatchObject({
      code: 'source-unreadable',
    })
    expect(await paths(fixture)).toEqual(['guide.md'])
  })

  it('keeps what was committed when aborted, and the next sync continues', async () => {
    await using fixture = await createCorpusFixture({ parser })
    for (const name of ['a', 'b', 'c', 'd']) fixture.write(`${name}.md`, `# ${name}\n\nText of ${name}.\n`)
    const stop = new AbortController()
    const aborted = sync(fixture.context, fixture.folder(), {
      signal: stop.signal,
      onProgress: ({ done }) => void (done === 2 && stop.abort()),
    })
    await expect(aborted).rejects.toMatchObject({ code: 'aborted' } satisfies Partial<ReverieError>)
    expect(await paths(fixture)).toEqual(['a.md', 'b.md'])
    const receipt = await sync(fixture.context, fixture.folder())
    expect(receipt.documents).toMatchObject({ total: 4, added: 2, unchanged: 2 })
  })

  it('reads again what changed within the stamps’ grain, and settles it later without a change of the corpus', async () => {
    await using fixture = await createCorpusFixture({ parser })
    mkdirSync(join(fixture.root, 'x'))
    writeFileSync(join(fixture.root, 'x/a.md'), '# A\n\nThe limit is 10.\n')
    await sync(fixture.context, fixture.folder({ fileClock: { isRecent: () => true } }))
    const revision = await corpusRevision(fixture.store.read, fixture.scope)
    const token = await fixture.store.changeToken()
    await sync(fixture.context, fixture.folder({ fileClock: { isRecent: () => true } }))
    expect(await fixture.store.changeToken()).toBe(token)
    await sync(fixture.context, fixture.folder())
    expect(await fixture.store.changeToken()).not.toBe(token)
    expect(await corpusRevision(fixture.store.read, fixture.scope)).toBe(revision)
    const settled = await fixture.store.changeToken()
    await sync(fixture.context, fixture.folder())
    expect(await fixture.store.changeToken()).toBe(settled)
  })

  it('lets two processes sync at once: both end with what the files hold', async () => {
    await using fixture = await createCorpusFixture({ parser })
    const other = { ...fixture.context, store: await fixture.openAnother() }
    for (let at = 0; at < 12; at++) fixture.write(`n${at}.md`, `# N${at}\n\nText ${at}.\n`)
    await Promise.all([sync(fixture.context, fixture.folder()), sync(other, fixture.folder())])
    expect((await paths(fixture)).length).toBe(12)
    for (let at = 0; at < 12; at += 2) fixture.write(`n${at}.md`, `# N${at}\n\nText ${at} edited.\n`)
    fixture.remove('n1.md')
    await Promise.all([sync(fixture.context, fixture.folder()), sync(other, fixture.folder())])
    expect((await paths(fixture)).length).toBe(11)
    expect([...(await passages(fixture, 'n4.md')).values()]).toContain('Text 4 edited.')
    const receipt = await sync(fixture.context, fixture.folder())
    expect(receipt.documents.unchanged).toBe(11)
  })

  it('reads a document again that another process stored while it was being read', async () => {
    await using fixture = await createCorpusFixture({ parser })
    const other = { ...fixture.context, store: await fixture.openAnother() }
    fixture.write('a.md', '# A\n\nOne.\n')
    await sync(fixture.context, fixture.folder())
    fixture.write('a.md', '# A\n\nTwo.\n')
    const folder = fixture.folder()
    let reads = 0
    const overtaken: Source = {
      ...folder,
      read: async (path) => {
        const content = await folder.read(path)
        if (reads++ > 0) return content
        fixture.write('a.md', '# A\n\nThree.\n')
        await sync(other, fixture.folder())
        return content
      },
    }
    await sync(fixture.context, overtaken)
    expect(reads).toBe(2)
    expect([...(await passages(fixture, 'a.md')).values()].at(-1)).toBe('Three.')
  })

  it('stops when its lease is another’s', async () => {
    await using fixture = await createCorpusFixture({ parser })
    fixture.write('a.md', '# A\n\nOne.\n')
    const lease = { name: 'sleep', holder: 'gone', fence: 1 }
    await sync(fixture.context, fixture.folder())
    fixture.write('a.md', '# A\n\nTwo.\n')
    await expect(sync({ ...fixture.context, fence: lease }, fixture.folder())).rejects.toMatchObject({ code: 'lease-held' })
  })

  it('keeps two sources of one scope apart', async () => {
    await using fixture = await createCorpusFixture({ parser })
    fixture.write('one/a.md', '# A\n\nOne.\n')
    fixture.write('two/a.md', '# A\n\nTwo.\n')
    await sync(fixture.context, fixture.folder({ id: 'one' as SourceId, root: join(fixture.root, 'one') }))
    await sync(fixture.context, fixture.folder({ id: 'two' as SourceId, root: join(fixture.root, 'two') }))
    const receipt = await sync(fixture.context, fixture.folder({ id: 'one' as SourceId, root: join(fixture.root, 'one') }))
    expect(receipt.documents).toMatchObject({ total: 2, unchanged: 1, removed: 0 })
  })

  it('measures its duration by the monotonic clock', async () => {
    await using fixture = await createCorpusFixture({ parser })
    const clock = scriptedClock()
    fixture.write('a.md', '# A\n\nOne.\n')
    const receipt = await sync({ ...fixture.context, clock }, fixture.folder(), { onProgress: () => clock.advance(40) })
    expect(receipt.durationMs).toBe(40)
  })
})
