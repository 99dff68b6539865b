import type { ScopeId } from '../spec/ids.ts'
import { type Statement, type Store, statement } from '../spec/store.ts'
import { scriptedClock } from './scripted-clock.ts'
import { codeOf, type StoreSuite, withDatabase } from './store-fixture.ts'
import { documentRow, passageRows, scopeRow, testScope, testScopeNo } from './store-rows.ts'

/** The lexical index: exact tokens, counts, and which passages come first. */
export function storeLexicalConformance(suite: StoreSuite): void {
  const { describe, it, expect } = suite
  const test = (name: string, body: (store: Store) => Promise<void>) =>
    it(name, () => withDatabase(suite, async (open) => body(await open(scriptedClock()))))

  describe('lexical index', () => {
    test('finds a token as it is and nothing like it', async (store) => {
      const tokens = [
        'c++',
        'c',
        'c.req.param',
        'req',
        '--flag',
        'flag',
        '日本語',
        '日本',
        'naïve',
        'naive',
        'Foo',
        'foo',
        "it's",
        'a"b',
        'a*',
        'and',
        'near(a)',
      ]
      const odd = ['NOT', '$ref', '#id', '[x]', '_2b', 'c_2b_2b', '🙂', 'tab\there', 'col:tokens', '%', '\\', '^a', '-', 'été', 'ÉTÉ']
      const all = [...tokens, ...odd]
      await indexed(store, Object.fromEntries(all.map((token, at) => [`p${at}`, token])))
      for (const [at, token] of all.entries()) expect(await found(store, [token])).toEqual([`p${at}`])
      expect(await found(store, ['absent', 'c+', '--fla', ''])).toEqual([])
    })

    test('counts the passages of each term, once a passage', async (store) => {
      await indexed(store, { p1: 'cat cat dog', p2: 'cat', p3: '' })
      expect(await store.lexical.frequencies(testScopeNo, ['cat', 'dog', 'cow', 'cat'])).toEqual([
        { term: 'cat', passages: 2 },
        { term: 'dog', passages: 1 },
        { term: 'cow', passages: 0 },
      ])
    })

    test('the rarest term comes first, equally rare ones together, by number', async (store) => {
      await indexed(store, { p1: 'common', p2: 'common twin', p3: 'common rare', p4: 'common pair', p5: 'common twin', p6: 'common pair' })
      const terms = ['common', 'pair', 'rare', 'twin']
      expect(await found(store, terms)).toEqual(['p3', 'p2', 'p4', 'p5', 'p6', 'p1'])
      expect(await found(store, terms, 3)).toEqual(['p3', 'p2', 'p4'])
      expect(await found(store, terms, 0)).toEqual([])
    })

    test('the limit cuts within a term', async (store) => {
      await indexed(store, Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`p${at + 100}`, 'same'])))
      expect(await found(store, ['same'], 2)).toEqual(['p100', 'p101'])
    })

    test('replaces, removes, and follows a passage that goes', async (store) => {
      await indexed(store, { p1: 'old shared', p2: 'gone shared', p3: 'last shared' })
      const { lexical } = store
      await store.write([
        ...lexical.put(testScopeNo, 'p1', 'new shared', 'old shared'),
        ...lexical.remove(testScopeNo, 'p2', 'gone shared'),
      ])
      expect(await found(store, ['old', 'gone', 'new', 'shared'])).toEqual(['p1', 'p3'])
      expect(await store.lexical.frequencies(testScopeNo, ['old', 'gone', 'shared'])).toEqual([
        { term: 'old', passages: 0 },
        { term: 'gone', passages: 0 },
        { term: 'shared', passages: 2 },
      ])
      await store.write([statement(store.read.deleteFrom('documents').where('document', '=', 'guide'))])
      expect(await lexical.candidates(testScopeNo, ['new', 'last', 'shared'], 10)).toEqual([])
    })

    test('is part of the transaction', async (store) => {
      await indexed(store, { p1: 'one' })
      const failing: Statement = { sql: 'insert into nowhere values (1)', parameters: [] }
      expect(await codeOf(store.write([...store.lexical.put(testScopeNo, 'p1', 'two', 'one'), failing]))).toBe('internal')
      expect(await found(store, ['two'])).toEqual([])
      expect(await found(store, ['one'])).toEqual(['p1'])
    })

    test('refuses to index a passage that is not there', async (store) => {
      await indexed(store, {})
      expect(await codeOf(store.write(store.lexical.put(testScopeNo, 'unknown', 'x', null)))).toBe('internal')
    })

    test('scopes share nothing, and one can go', async (store) => {
      const other = "it's another" as ScopeId
      await indexed(store, { p1: 'word' })
      await store.write([
        ...scopeRow(store, other, 2),
        documentRow(store, 'guide', other),
        ...passageRows(store, 'guide', 'p1', 'other text', other),
        ...store.lexical.put(2, 'p1', 'word other', null),
      ])
      expect(await store.lexical.frequencies(testScopeNo, ['word', 'other'])).toEqual([
        { term: 'word', passages: 1 },
        { term: 'other', passages: 0 },
      ])
      await store.write([statement(store.read.deleteFrom('scopes').where('scope', '=', other)), ...store.lexical.drop(2)])
      expect(await found(store, ['word'])).toEqual(['p1'])
      expect(await codeOf(store.lexical.candidates(2, ['word'], 10))).toBe('not-found')
    })

    test('creating twice changes nothing', async (store) => {
      await indexed(store, { p1: 'word' })
      await store.write(store.lexical.create(testScope, testScopeNo))
      expect(await found(store, ['word'])).toEqual(['p1'])
    })
  })
}

/** Writes one document with these passages and what is indexed of each. */
async function indexed(store: Store, passages: Readonly<Record<string, string>>): Promise<void> {
  const rows = Object.entries(passages).flatMap(([passage, tokens]) => [
    ...passageRows(store, 'guide', passage, `text of ${passage}`),
    ...store.lexical.put(testScopeNo, passage, tokens, null),
  ])
  await store.write([...scopeRow(store), documentRow(store, 'guide'), ...rows])
}

/** The ids of the candidates, in their order. */
async function found(store: Store, terms: readonly string[], limit = 100): Promise<readonly string[]> {
  const numbers = await store.lexical.candidates(testScopeNo, terms, limit)
  const rows = await store.read.selectFrom('passages').select(['no', 'passage']).execute()
  const ids = new Map(rows.map((row) => [row.no, row.passage]))
  return numbers.map((no) => ids.get(no) ?? `unknown ${no}`)
}
