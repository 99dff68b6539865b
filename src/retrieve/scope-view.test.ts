import { existsSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { openMiniLmEmbedder } from '../adapters/embedders/minilm/minilm-embedder.ts'
import { createParser } from '../adapters/parsers/create-parser.ts'
import { unitEmbedText, unitVectorDigest } from '../corpus/embed-text.ts'
import { sync } from '../corpus/sync.ts'
import type { Digest } from '../spec/digest.ts'
import type { Embedder } from '../spec/embedder.ts'
import type { DocumentId, PassageId, ScopeId } from '../spec/ids.ts'
import { bumpRevision, thisRevision } from '../spec/revision.ts'
import { statement } from '../spec/store.ts'
import { type CorpusFixture, createCorpusFixture } from '../testing/corpus-fixture.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import type { MemoryPassage } from './memory-segment.ts'
import { openScopeView, type ScopeView } from './scope-view.ts'

const parser = createParser()
afterAll(() => parser.close())

const limits =
  '# Limits\n\nA request may hold at most ten documents.\n\n## Body size\n\nThe body limit is 100 kB by default.\n\n```ts\nbodyLimit({ maxSize: 1 })\n```\n'
const cookies = '# Cookies\n\nUse setCookie to set a cookie.\n\nCookies are signed with a secret.\n'

/** Embeds and stores the vectors of every unit that has none, as a sleep does. */
async function embedAll({ store, scope }: CorpusFixture, embedder: Embedder): Promise<number> {
  const db = store.read
  const rows = await db
    .selectFrom('units')
    .innerJoin('passages', 'passages.passage', 'units.passage')
    .innerJoin('documents', 'documents.document', 'passages.document')
    .innerJoin('versions', 'versions.digest', 'passages.version')
    .select(['units.text', 'units.start_offset', 'units.end_offset', 'versions.text as whole', 'documents.title', 'units.vector'])
    .where('units.vector', 'is not', null)
    .execute()
  const known = new Set((await db.selectFrom('vectors').select('digest').execute()).map(({ digest }) => digest))
  const texts = new Map<string, string>()
  for (const row of rows) {
    const text = row.text ?? row.whole.slice(row.start_offset, row.end_offset)
    const digest = unitVectorDigest(row.title, text)
    if (!known.has(digest)) texts.set(digest, unitEmbedText(row.title, text))
  }
  const vectors = await embedder.embedMany([...texts.values()])
  const values = [...texts.keys()].map((digest, at) => ({
    scope,
    embedder: embedder.name,
    digest,
    vector: new Uint8Array((vectors[at] ?? new Int8Array()).buffer),
    revision: thisRevision(scope),
  }))
  if (values.length > 0) await store.write([bumpRevision(db, scope), statement(db.insertInto('vectors').values(values))])
  return values.length
}

async function ask(view: ScopeView, embedder: Embedder, question: string, limit = 8): Promise<readonly string[]> {
  const found = await view.search({ question, vector: await embedder.embedQuestion(question), limit })
  return found.map(({ text }) => text)
}

async function opened() {
  const fixture = await createCorpusFixture({ parser })
  const embedder = createHashingEmbedder()
  fixture.write('limits.md', limits)
  fixture.write('cookies.md', cookies)
  await sync(fixture.context, fixture.folder())
  const view = openScopeView({ store: fixture.store, scope: fixture.scope, embedder })
  await view.refresh()
  return { fixture, embedder, view }
}

describe('scope view', () => {
  test('finds by words before any vector is there, with neighbours and weights', async () => {
    const { fixture, view } = await opened()
    await using _ = fixture
    const found = await view.search({ question: 'What is the default body limit in kB?', vector: null, limit: 5 })
    expect(found[0]).toMatchObject({
      path: 'limits.md',
      title: 'Limits',
      place: ['Body size'],
      cosine: null,
      text: 'The body limit is 100 kB by default.',
    })
    expect(found[0]?.bm25).toBeGreaterThan(0)
    expect(found[0]?.passageText.slice(found[0].start, found[0].end)).toBe(found[0]?.text)
    expect(found[0]?.next?.text).toContain('bodyLimit({ maxSize: 1 })')
    expect([...(found[0]?.termWeights?.keys() ?? [])].sort()).toEqual(['body', 'default', 'kb', 'limit'])
  })

  test('sees vectors, edits, removals and new files after a refresh, and reads nothing when nothing changed', async () => {
    const { fixture, embedder, view } = await opened()
    await using _ = fixture
    expect(await embedAll(fixture, embedder)).toBeGreaterThan(3)
    expect(
      (await view.search({ question: 'signed secret', vector: await embedder.embedQuestion('signed secret'), limit: 1 }))[0]?.cosine,
    ).toBeNull()
    await view.refresh()
    expect(
      (await view.search({ question: 'signed secret', vector: await embedder.embedQuestion('signed secret'), limit: 1 }))[0]?.cosine,
    ).toBeGreaterThan(0.2)
    const { revision } = view
    await view.refresh()
    expect(view.revision).toBe(revision)

    fixture.write('limits.md', limits.replace('100 kB', '200 kB'))
    fixture.write('new.md', '# Zebra\n\nThe zebra mode paints stripes.\n')
    fixture.remove('cookies.md')
    await sync(fixture.context, fixture.folder())
    await view.refresh()
    expect(await ask(view, embedder, 'body limit', 20)).toContain('The body limit is 200 kB by default.')
    expect(await ask(view, embedder, 'body limit', 20)).not.toContain('The body limit is 100 kB by default.')
    expect((await ask(view, embedder, 'zebra stripes'))[0]).toBe('The zebra mode paints stripes.')
    expect((await ask(view, embedder, 'signed cookie', 50)).filter((text) => /cookie/i.test(text))).toEqual([])
  })

  test('a view kept up to date answers as one opened anew', async () => {
    const { fixture, embedder, view } = await opened()
    await using _ = fixture
    await embedAll(fixture, embedder)
    for (const [step, text] of [limits.replace('ten', 'twelve'), `${limits}\nMore about limits.\n`, cookies, limits].entries()) {
      fixture.write(step % 2 === 0 ? 'limits.md' : 'other.md', text)
      await sync(fixture.context, fixture.folder())
      if (step > 0) await embedAll(fixture, embedder)
      await view.refresh()
      const fresh = openScopeView({ store: fixture.store, scope: fixture.scope, embedder })
      await fresh.refresh()
      for (const question of ['how many documents may a request hold', 'set a cookie', 'limits']) {
        expect(await ask(view, embedder, question, 30)).toEqual(await ask(fresh, embedder, question, 30))
      }
      expect(view.passageCount).toBe(fresh.passageCount)
    }
  })

  test('an overlay hides stored documents and adds passages, until it is taken away', async () => {
    const { fixture, embedder, view } = await opened()
    await using _ = fixture
    await embedAll(fixture, embedder)
    await view.refresh()
    const before = await ask(view, embedder, 'how many documents may a request hold', 20)
    const [document] = (await view.search({ question: 'documents', vector: null, limit: 1 })).map((found) => found.document)
    const text = 'A request may hold at most ninety documents.'
    const passage: MemoryPassage = {
      id: 'new' as PassageId,
      version: 'new' as Digest,
      document: document ?? ('' as DocumentId),
      path: 'limits.md',
      title: 'Limits',
      ordinal: 0,
      kind: 'prose',
      text,
      place: [],
      symbol: null,
      modifiedAt: 1,
      units: [{ start: 0, end: text.length, text }],
      vectors: [null],
    }
    await view.setOverlay({ hiddenDocuments: new Set([passage.document]), passages: [passage] })
    const during = await ask(view, embedder, 'how many documents may a request hold', 20)
    expect(during).toContain(text)
    expect(during).not.toContain('A request may hold at most ten documents.')
    expect(during).not.toContain('The body limit is 100 kB by default.')
    await view.setOverlay(null)
    expect(await ask(view, embedder, 'how many documents may a request hold', 20)).toEqual(before)
  })

  test('a scope that does not exist, and a question without words, find nothing', async () => {
    const { fixture, embedder } = await opened()
    await using _ = fixture
    const view = openScopeView({ store: fixture.store, scope: 'nobody' as ScopeId, embedder })
    await view.refresh()
    expect(view.revision).toBe(-1)
    expect(await ask(view, embedder, 'cookie')).toEqual([])
    const own = openScopeView({ store: fixture.store, scope: fixture.scope, embedder })
    await own.refresh()
    expect(await own.search({ question: '?!', vector: null, limit: 3 })).toEqual([])
    expect(await own.search({ question: 'cookie', vector: null, limit: 0 })).toEqual([])
  })

  test.skipIf(!existsSync('node_modules/@lat.md/embed'))('with the real embedder other words find it', async () => {
    const fixture = await createCorpusFixture({ parser })
    await using _ = fixture
    const embedder = openMiniLmEmbedder({ workers: 1 })
    try {
      fixture.write('limits.md', limits)
      fixture.write('cookies.md', cookies)
      await sync(fixture.context, fixture.folder())
      await embedAll(fixture, embedder)
      const view = openScopeView({ store: fixture.store, scope: fixture.scope, embedder })
      await view.refresh()
      expect((await ask(view, embedder, 'How big can the payload be?'))[0]).toBe('The body limit is 100 kB by default.')
    } finally {
      await embedder.close()
    }
  })
})
