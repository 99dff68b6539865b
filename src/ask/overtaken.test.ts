import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sync } from '../corpus/sync.ts'
import type { PassageId } from '../spec/ids.ts'
import { type CorpusFixture, createCorpusFixture } from '../testing/corpus-fixture.ts'
import { placesOf } from './check-freshness.ts'
import { emptyOverlay } from './overlay.ts'
import { revisionOf, wasOvertaken } from './overtaken.ts'

let corpus: CorpusFixture

beforeEach(async () => {
  corpus = await createCorpusFixture()
  corpus.write('page.md', 'The queue holds 102 jobs.\n')
  corpus.write('other.md', 'The office is closed on Sundays.\n')
  await sync(corpus.context, corpus.folder())
})
afterEach(() => corpus[Symbol.asyncDispose]())

/** The places of every passage of a document, as an ask cites them. */
async function cited(path: string) {
  const { store, scope } = corpus
  const rows = await store.read
    .selectFrom('passages')
    .innerJoin('documents', 'documents.document', 'passages.document')
    .select(['passages.passage', 'passages.version'])
    .where('documents.path', '=', path)
    .execute()
  const quotes = rows.map((row) => ({ passage: row.passage as PassageId, version: row.version as never, start: 0, end: 0, text: '' }))
  return placesOf(store.read, scope, { shape: 'quotation', text: '', quotes, notes: [] }, emptyOverlay)
}

const overtaken = async (since: number, served: Awaited<ReturnType<typeof cited>>) =>
  wasOvertaken(
    { store: corpus.store, scope: corpus.scope, since, sources: [corpus.folder()], readHere: new Set(), signal: undefined },
    served,
  )

describe('an ask under which something is committed', () => {
  it('stands where nothing was, without a look at the source', async () => {
    const since = await revisionOf(corpus.store, corpus.scope)
    const served = await cited('page.md')
    corpus.write('page.md', 'The queue holds 131 jobs.\n')
    expect(await overtaken(since, served)).toBe(false)
  })

  it('stands where another document was', async () => {
    const since = await revisionOf(corpus.store, corpus.scope)
    corpus.write('other.md', 'The office is closed on Mondays.\n')
    await sync(corpus.context, corpus.folder())
    expect(await overtaken(since, await cited('page.md'))).toBe(false)
  })

  it('begins anew where a slow sync has stored what the file no longer says', async () => {
    const since = await revisionOf(corpus.store, corpus.scope)
    corpus.write('page.md', 'The queue holds 131 jobs.\n')
    await sync(corpus.context, corpus.folder())
    corpus.write('page.md', 'The queue holds 102 jobs.\n')
    expect(await overtaken(since, await cited('page.md'))).toBe(true)
  })

  it('begins anew where the cited passage has another version by now', async () => {
    const since = await revisionOf(corpus.store, corpus.scope)
    const served = await cited('page.md')
    corpus.write('page.md', 'The queue holds 131 jobs.\n')
    await sync(corpus.context, corpus.folder())
    expect(await overtaken(since, served)).toBe(true)
  })
})

it('a sync stores what the file says when it is stored, not when it was read', async () => {
  const source = corpus.folder()
  corpus.write('page.md', 'The queue holds 131 jobs.\n')
  let isFirst = true
  await sync(corpus.context, {
    ...source,
    async read(path, options) {
      const content = await source.read(path, options)
      if (isFirst && path === 'page.md') {
        isFirst = false
        corpus.write('page.md', 'The queue holds 140 jobs.\n')
      }
      return content
    },
  })
  const rows = await corpus.store.read.selectFrom('versions').select('text').execute()
  expect(rows.map((row) => row.text).filter((text) => text.includes('queue'))).toEqual([
    'The queue holds 102 jobs.',
    'The queue holds 140 jobs.',
  ])
})
