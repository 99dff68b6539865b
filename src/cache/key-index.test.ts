import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ensureScope } from '../corpus/scopes.ts'
import type { QuestionId } from '../spec/ids.ts'
import type { KeyKind } from '../spec/key-kind.ts'
import { keyRow } from '../spec/key-row.ts'
import { keyVectorDigest } from '../spec/key-vector.ts'
import { bumpRevision, noteErasure, thisRevision } from '../spec/revision.ts'
import { type Statement, type Store, statement } from '../spec/store.ts'
import { type CorpusFixture, createCorpusFixture } from '../testing/corpus-fixture.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { testPostgres } from '../testing/test-postgres.ts'
import { putEntryStatements } from './entries-table.ts'
import { type Entry, entryId } from './entry.ts'
import { KeyIndex } from './key-index.ts'

const postgres = await testPostgres()
const policy = 'p'
const embedder = createHashingEmbedder()
let fixture: CorpusFixture
let store: Store
let index: KeyIndex

beforeEach(async () => {
  fixture = await createCorpusFixture()
  store = fixture.store
  await ensureScope(store, fixture.context.clock, fixture.scope)
  index = open()
})
afterEach(() => fixture[Symbol.asyncDispose]())

function open(over = store): KeyIndex {
  return new KeyIndex({ store: over, scope: fixture.scope, policy, embedder: embedder.name, dimensions: embedder.dimensions })
}

const idOf = (question: string) => entryId(fixture.scope, policy, '', question)

function entry(question: string, over: Partial<Entry> = {}): Entry {
  return {
    id: idOf(question),
    scope: fixture.scope,
    policy,
    question: question as QuestionId,
    questionText: question,
    kind: 'answer',
    status: 'verified',
    state: 'fresh',
    softSince: null,
    shape: 'quotation',
    body: { shape: 'quotation', text: 'first', quotes: [], notes: [] },
    alike: '',
    effort: '',
    verdict: '',
    preparedBy: 'sleep',
    region: '',
    promptTokens: 0,
    spend: { inputTokens: 0, outputTokens: 0, usd: 0 },
    model: null,
    recipe: '',
    madeAt: 0,
    ...over,
  }
}

type Words = readonly (readonly [text: string, kind: KeyKind])[]

function put(one: Entry, words: Words): readonly Statement[] {
  return putEntryStatements(
    store.read,
    one,
    words.map(([text, kind]) => ({ text, kind })),
  )
}

async function vectorsOf(texts: readonly string[]): Promise<readonly Statement[]> {
  const vectors = await embedder.embedMany(texts)
  const { scope } = fixture
  const rows = texts.map((text, at) => ({ text, vector: vectors[at] ?? new Int8Array(0) }))
  return rows.map(({ text, vector }) =>
    statement(
      store.read
        .insertInto('vectors')
        .values({
          ...{ scope, embedder: embedder.name, digest: keyVectorDigest(text) },
          ...{ vector: new Uint8Array(vector), revision: thisRevision(scope) },
        })
        .onConflict((conflict) => conflict.doNothing()),
    ),
  )
}

async function write(...statements: readonly (readonly Statement[])[]): Promise<void> {
  await store.write([bumpRevision(store.read, fixture.scope), ...statements.flat()])
}

/** An entry with its keys and their vectors, committed. */
async function file(one: Entry, words: Words): Promise<void> {
  await write(put(one, words), await vectorsOf(words.map(([text]) => text)))
}

async function refreshed(one = index, over = store): Promise<KeyIndex> {
  const row = await over.read.selectFrom('scopes').select('revision').where('scope', '=', fixture.scope).executeTakeFirstOrThrow()
  await one.refresh(row.revision)
  return one
}

async function near(text: string, one = index): Promise<readonly string[]> {
  return one.nearest(await embedder.embedQuestion(text), 3).map((match) => match.text)
}

describe('a key', () => {
  test('is near what is asked once it is refreshed, with its kind and its cosine', async () => {
    await file(entry('how to pay'), [
      ['how to pay', 'question'],
      ['how to pay by card', 'near-miss'],
    ])
    expect(index.nearest(await embedder.embedQuestion('how to pay'), 3)).toEqual([])
    await refreshed()
    const matches = index.nearest(await embedder.embedQuestion('how to pay'), 3)
    expect(matches.map(({ text, kind, entry }) => [text, kind, entry])).toEqual([
      ['how to pay', 'question', idOf('how to pay')],
      ['how to pay by card', 'near-miss', idOf('how to pay')],
    ])
    expect(matches[0]?.similarity).toBeCloseTo(1, 12)
    await file(entry('where to park'), [['where to park', 'question']])
    expect((await near('where to park'))[0]).not.toBe('where to park')
    await refreshed()
    expect((await near('where to park'))[0]).toBe('where to park')
  })

  test('whose vector comes later is near from then on, and not under another policy or embedder', async () => {
    await write(put(entry('how to pay'), [['how to pay', 'question']]))
    await refreshed()
    expect(index.size).toBe(0)
    await write(await vectorsOf(['how to pay', 'another']))
    await refreshed()
    expect(await near('how to pay')).toEqual(['how to pay'])
    await file(entry('where', { policy: 'other' }), [['where', 'question']])
    await refreshed()
    expect(index.size).toBe(1)
  })

  test('whose vector was owed when its entry was replaced does not come back with it', async () => {
    await write(
      put(entry('how to pay'), [
        ['how to pay', 'question'],
        ['paying', 'paraphrase'],
      ]),
    )
    await refreshed()
    await write(put(entry('how to pay'), [['how to pay', 'question']]))
    await refreshed()
    await write(await vectorsOf(['how to pay', 'paying']))
    await refreshed()
    expect(await near('paying')).toEqual(['how to pay'])
  })

  test('goes with its replaced entry, when it is withdrawn, and when its entry is deleted', async () => {
    const words: Words = [
      ['how to pay', 'question'],
      ['paying by card', 'paraphrase'],
    ]
    await file(entry('how to pay'), words)
    await file(entry('where to park'), [
      ['where to park', 'question'],
      ['parking', 'paraphrase'],
    ])
    await refreshed()
    expect(index.size).toBe(4)
    await file(entry('how to pay'), [
      ['how to pay', 'question'],
      ['paying with cash', 'paraphrase'],
    ])
    await refreshed()
    expect([...(await near('paying by card'))].sort()).toEqual(['how to pay', 'parking', 'paying with cash'].sort())
    const { scope } = fixture
    const revision = thisRevision(scope)
    await write([statement(store.read.updateTable('keys').set({ active: 0, revision }).where('text', '=', 'parking'))])
    await refreshed()
    expect(index.size).toBe(3)
    await write([statement(store.read.deleteFrom('entries').where('entry', '=', idOf('how to pay'))), noteErasure(store.read, scope)])
    await refreshed()
    expect(await near('how to pay')).toEqual(['where to park'])
    expect((await index.entries([idOf('how to pay')])).size).toBe(0)
  })

  test('that is turned into a near-miss is one here too', async () => {
    await file(entry('how to pay'), [
      ['how to pay', 'question'],
      ['paying', 'confirmed'],
    ])
    await refreshed()
    const { scope } = fixture
    const turned = { kind: 'near-miss' as const, revision: thisRevision(scope) }
    await write([statement(store.read.updateTable('keys').set(turned).where('text', '=', 'paying'))])
    await refreshed()
    expect(index.nearest(await embedder.embedQuestion('paying'), 2).map(({ text, kind }) => [text, kind])).toContainEqual([
      'paying',
      'near-miss',
    ])
    expect(index.size).toBe(2)
  })
})

describe('entries', () => {
  const textOf = async (question: string) => (await index.entries([idOf(question)])).get(idOf(question))?.body.text

  test('are read once until they change, whatever else does', async () => {
    await file(entry('a'), [['a', 'question']])
    await file(entry('b'), [['b', 'question']])
    await refreshed()
    const [before] = [...(await index.entries([idOf('a'), idOf('b'), idOf('none')])).values()]
    const body = { shape: 'quotation' as const, text: 'second', quotes: [], notes: [] }
    await file(entry('b', { body }), [['b', 'question']])
    expect(await textOf('b')).toBe('first')
    await refreshed()
    expect(await textOf('b')).toBe('second')
    expect((await index.entries([idOf('a')])).get(idOf('a'))).toBe(before)
  })

  test('read while a change is taken in are not kept as they were', async () => {
    await file(entry('a'), [['a', 'question']])
    const held = Promise.withResolvers<void>()
    const slow = store.read.withPlugin({
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        if (result.rows.some((row) => row.body !== undefined)) await held.promise
        return result
      },
    })
    index = open({ ...store, read: slow })
    await refreshed()
    const reading = textOf('a')
    const body = { shape: 'quotation' as const, text: 'second', quotes: [], notes: [] }
    await file(entry('a', { body }), [['a', 'question']])
    await refreshed()
    held.resolve()
    expect(await reading).toBe('first')
    expect(await textOf('a')).toBe('second')
  })
})

test('refreshes at once are one after another, and one that is late changes nothing', async () => {
  await file(entry('a'), [['a', 'question']])
  const { revision } = await store.read.selectFrom('scopes').select('revision').executeTakeFirstOrThrow()
  await Promise.all([index.refresh(revision), index.refresh(revision), index.refresh(revision - 1)])
  expect(index.size).toBe(1)
})

test('what another process files is near after the next refresh', async () => {
  await file(entry('how to pay'), [['how to pay', 'question']])
  await refreshed()
  const statements = [...put(entry('where to park'), [['where to park', 'question']]), ...(await vectorsOf(['where to park']))]
  const path = join(dirname(fixture.root), 'reverie.db')
  const plain = [bumpRevision(store.read, fixture.scope), ...statements].map(({ sql, parameters }) => ({
    sql,
    parameters: parameters.map((value) => (value instanceof Uint8Array ? { bytes: [...value] } : value)),
  }))
  const code = `
    import { openSqliteStore } from ${JSON.stringify(new URL('../adapters/store/sqlite/open-sqlite-store.ts', import.meta.url).href)}
    import { systemClock } from ${JSON.stringify(new URL('../spec/clock.ts', import.meta.url).href)}
    const store = await openSqliteStore({ path: ${JSON.stringify(path)}, clock: systemClock })
    const revive = (value) => (value?.bytes === undefined ? value : Uint8Array.from(value.bytes))
    await store.write(${JSON.stringify(plain)}.map(({ sql, parameters }) => ({ sql, parameters: parameters.map(revive) })))
    await store.close()`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], { stdio: 'inherit' })
  const [exit] = await once(child, 'close')
  expect(exit).toBe(0)
  await refreshed()
  expect((await near('where to park'))[0]).toBe('where to park')
  const another = await fixture.openAnother()
  expect((await refreshed(open(another), another)).size).toBe(2)
})

test('more keys than one read brings are loaded page by page, and what came since is added', async () => {
  await fileMany('first', 1_500)
  await refreshed()
  expect(index.size).toBe(1_500)
  await fileMany('second', 3)
  await refreshed()
  expect(index.size).toBe(1_503)
  expect(await near('second 2')).toContain('second 2')
})

test.skipIf(postgres.missing !== null)(`as much over ${postgres.title}`, async () => {
  const database = await postgres.createStore()
  store = await database.open(fixture.context.clock)
  try {
    await ensureScope(store, fixture.context.clock, fixture.scope)
    index = open()
    await fileMany('first', 1_500)
    await refreshed()
    await write(put(entry('how to pay'), [['how to pay', 'question']]))
    await refreshed()
    expect(index.size).toBe(1_500)
    await write(await vectorsOf(['how to pay']))
    await refreshed()
    expect((await near('how to pay'))[0]).toBe('how to pay')
    await file(entry('first'), [['first of all', 'question']])
    await refreshed()
    expect(index.size).toBe(2)
    await write([statement(store.read.deleteFrom('entries').where('entry', '=', idOf('first'))), noteErasure(store.read, fixture.scope)])
    await refreshed()
    expect(await near('first of all')).toEqual(['how to pay'])
  } finally {
    await store.close()
    await database.drop()
  }
})

/** One entry with many keys, in statements that both engines take. */
async function fileMany(name: string, count: number): Promise<void> {
  const texts = Array.from({ length: count }, (_, at) => `${name} ${at}`)
  const [first, clear] = put(entry(name), [])
  const rows = texts.map((text) => keyRow(fixture.scope, { id: idOf(name), policy }, { text, kind: 'question' }))
  const keys = rows.map((row) => statement(store.read.insertInto('keys').values(row)))
  await write(
    [first, clear].flatMap((one) => one ?? []),
    keys,
    await vectorsOf(texts),
  )
}
