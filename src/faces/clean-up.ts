import type { ScopeId } from '../spec/ids.ts'
import { type Store, statement } from '../spec/store.ts'

const owedKey = (scope: ScopeId): string => `clean-up:${scope}`

/**
 * Erases from the database's files what deletes left in them. While another process reads them that cannot be done: it
 * stays owed, written down, until a later call succeeds. `owed` begins one, `if-owed` goes on with one. True once nothing
 * is owed.
 */
export async function cleanUp(store: Store, scope: ScopeId, when: 'owed' | 'if-owed'): Promise<boolean> {
  const db = store.read
  const key = owedKey(scope)
  if (when === 'if-owed' && !(await cleanUpOwed(store, scope))) return true
  if (when === 'owed') {
    await store.write([
      statement(
        db
          .insertInto('meta')
          .values({ key, value: '1' })
          .onConflict((conflict) => conflict.doNothing()),
      ),
    ])
  }
  const isClean = (await store.compact?.()) ?? false
  if (isClean) await store.write([statement(db.deleteFrom('meta').where('key', '=', key))])
  return isClean
}

/** Whether words of something forgotten may still stand in the database's files. */
export async function cleanUpOwed({ read }: Store, scope: ScopeId): Promise<boolean> {
  return (await read.selectFrom('meta').select('key').where('key', '=', owedKey(scope)).executeTakeFirst()) !== undefined
}
