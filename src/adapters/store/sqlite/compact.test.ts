import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type Store, statement } from '../../../spec/store.ts'
import { scriptedClock } from '../../../testing/scripted-clock.ts'
import { documentRow, passageRows, scopeRow, testScopeNo } from '../../../testing/store-rows.ts'
import { openSqliteStore } from './open-sqlite-store.ts'

const secret = 'xylophonequartz'

it('what was deleted is in no byte of the database once it is compacted', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'reverie-compact-'))
  const path = join(folder, 'reverie.db')
  const store = await openSqliteStore({ path, clock: scriptedClock() })
  const holdsSecret = async () => Buffer.concat([await readFile(path), await readFile(`${path}-wal`)]).includes(secret)

  await store.write(corpus(store))
  expect(await store.compact?.()).toBe(true)
  expect(await holdsSecret()).toBe(true)

  await store.write([
    statement(store.read.deleteFrom('documents').where('document', '=', 'private')),
    statement(store.read.deleteFrom('versions').where('text', 'like', `%${secret}%`)),
  ])
  expect(await store.compact?.()).toBe(true)
  expect(await holdsSecret()).toBe(false)
  expect(await store.lexical.frequencies(testScopeNo, ['shared', secret])).toEqual([
    { term: 'shared', passages: 150 },
    { term: secret, passages: 0 },
  ])
  await store.close()
  await rm(folder, { recursive: true })
})

/** 300 passages in two documents; every second one holds the secret. */
function corpus(store: Store) {
  const passages = Array.from({ length: 300 }, (_, at) => {
    const isPrivate = at % 2 === 0
    const tokens = isPrivate ? `${secret}${at} ${secret} shared` : `word${at} shared`
    return [
      ...passageRows(store, isPrivate ? 'private' : 'public', `p${at}`, `${tokens} ${'filler '.repeat(at % 40)}`),
      ...store.lexical.put(testScopeNo, `p${at}`, tokens, null),
    ]
  })
  return [...scopeRow(store), documentRow(store, 'private'), documentRow(store, 'public'), ...passages.flat()]
}
