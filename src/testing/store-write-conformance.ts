import { sql } from 'kysely'
import { type Expectation, type Statement, type Store, statement } from '../spec/store.ts'
import { scriptedClock } from './scripted-clock.ts'
import { codeOf, type StoreSuite, withDatabase } from './store-fixture.ts'
import { documentRow, metaRow, metaValue, passageRows, scopeRow, testScope } from './store-rows.ts'

/** Transactions, expectations and values. */
export function storeWriteConformance(suite: StoreSuite): void {
  const { describe, it, expect } = suite
  const test = (name: string, body: (store: Store) => Promise<void>) =>
    it(name, () => withDatabase(suite, async (open) => body(await open(scriptedClock()))))

  describe('write', () => {
    test('keeps what it committed', async (store) => {
      expect(await store.write([metaRow(store, 'a', '1'), metaRow(store, 'b', '2')])).toEqual({ committed: true })
      expect([await metaValue(store, 'a'), await metaValue(store, 'b')]).toEqual(['1', '2'])
    })

    test('keeps nothing of a call that fails', async (store) => {
      await store.write([metaRow(store, 'a', '1')])
      const failing = store.write([metaRow(store, 'b', '2'), metaRow(store, 'a', 'again'), metaRow(store, 'c', '3')])
      expect(await codeOf(failing)).toBe('internal')
      expect([await metaValue(store, 'a'), await metaValue(store, 'b'), await metaValue(store, 'c')]).toEqual(['1', null, null])
      expect(await store.write([metaRow(store, 'c', '3')])).toEqual({ committed: true })
    })

    test('does calls in the order they were made', async (store) => {
      await store.write([metaRow(store, 'count', '0')])
      const increments: Statement = statement(
        store.read.updateTable('meta').set({ value: sql<string>`value || '+'` }).where('key', '=', 'count'),
      )
      const replaced = statement(store.read.updateTable('meta').set({ value: 'x' }).where('key', '=', 'count'))
      await Promise.all([store.write([increments]), store.write([replaced]), store.write([increments])])
      expect(await metaValue(store, 'count')).toBe('x+')
    })

    test('refuses rows of what does not exist, whatever their order', async (store) => {
      await store.write(scopeRow(store))
      const passage = passageRows(store, 'guide', 'p1', 'text')
      expect(await codeOf(store.write(passage))).toBe('internal')
      expect(await store.write([...passage, documentRow(store, 'guide')])).toEqual({ committed: true })
    })

    test('takes what belongs to a document with it', async (store) => {
      await store.write([...scopeRow(store), documentRow(store, 'guide'), ...passageRows(store, 'guide', 'p1', 'text')])
      await store.write([statement(store.read.deleteFrom('documents').where('document', '=', 'guide'))])
      expect(await store.read.selectFrom('passages').select('passage').execute()).toEqual([])
    })

    test('takes everything in a scope with it', async (store) => {
      await store.write([...scopeRow(store), documentRow(store, 'guide'), ...passageRows(store, 'guide', 'p1', 'text')])
      await store.write([statement(store.read.deleteFrom('scopes').where('scope', '=', testScope))])
      expect(await store.read.selectFrom('versions').select('digest').execute()).toEqual([])
      expect(await store.read.selectFrom('documents').select('document').execute()).toEqual([])
    })

    test('read never writes', async (store) => {
      const outcome = await store.read
        .insertInto('meta')
        .values({ key: 'a', value: '1' })
        .execute()
        .then(
          () => 'written',
          () => 'refused',
        )
      expect(outcome).toBe('refused')
      expect(await metaValue(store, 'a')).toBe(null)
    })
  })

  describe('expectations', () => {
    const metaIs = (store: Store, key: string, equals: string | null): Expectation => ({
      statement: statement(store.read.selectFrom('meta').select('value').where('key', '=', key)),
      equals,
    })

    test('lets through what is as expected', async (store) => {
      await store.write([metaRow(store, 'a', '1')])
      const expected = [metaIs(store, 'a', '1'), metaIs(store, 'absent', null)]
      expect(await store.write([metaRow(store, 'b', '2')], { expect: expected })).toEqual({ committed: true })
    })

    test('names the first that does not hold and keeps nothing', async (store) => {
      await store.write([metaRow(store, 'a', '1')])
      const expected = [metaIs(store, 'a', '1'), metaIs(store, 'a', '2'), metaIs(store, 'absent', '3')]
      const outcome = await store.write([metaRow(store, 'b', '2')], { expect: expected })
      expect(outcome).toEqual({ committed: false, reason: 'expectation', index: 1 })
      expect(await metaValue(store, 'b')).toBe(null)
    })

    test('sees what calls before it committed', async (store) => {
      const first = store.write([metaRow(store, 'a', '1')])
      const second = store.write([metaRow(store, 'b', '2')], { expect: [metaIs(store, 'a', '1')] })
      expect([await first, await second]).toEqual([{ committed: true }, { committed: true }])
    })
  })

  describe('values', () => {
    test('gives text back as it was', async (store) => {
      const texts = ['', 'it\'s "quoted"', 'naïve 日本語 👩‍👩‍👧 \u202e', 'line\r\n\ttab', 'x'.repeat(1_000_000)]
      await store.write(texts.map((text, at) => metaRow(store, `t${at}`, text)))
      for (const [at, text] of texts.entries()) expect((await metaValue(store, `t${at}`)) === text).toBe(true)
    })

    test('gives bytes back as they were, a view without its buffer', async (store) => {
      const buffer = Uint8Array.from({ length: 1_024 }, (_, at) => at % 256)
      const vector = buffer.subarray(100, 484)
      const insert = statement(
        store.read.insertInto('vectors').values({ scope: testScope, embedder: 'test', digest: 'd', vector, revision: 1 }),
      )
      const written = store.write([...scopeRow(store), insert])
      const before = [...vector]
      buffer.fill(0)
      await written
      const row = await store.read.selectFrom('vectors').select('vector').executeTakeFirstOrThrow()
      expect(row.vector instanceof Uint8Array).toBe(true)
      expect([...row.vector]).toEqual(before)
    })

    test('takes ten thousand statements and a thousand parameters', async (store) => {
      await store.write(Array.from({ length: 10_000 }, (_, at) => metaRow(store, `key ${at}`, String(at))))
      const keys = Array.from({ length: 1_000 }, (_, at) => `key ${at * 10}`)
      const rows = await store.read.selectFrom('meta').select('value').where('key', 'in', keys).execute()
      expect(rows.length).toBe(1_000)
    })

    test('numbers are numbers, fractions where the schema has them', async (store) => {
      await store.write([...scopeRow(store), documentRow(store, 'guide')])
      const row = await store.read.selectFrom('documents').select(['modified_at', 'revision', 'title']).executeTakeFirstOrThrow()
      expect([row.modified_at, row.revision, row.title]).toEqual([0.5, 1, null])
    })
  })
}
