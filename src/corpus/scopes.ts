import type { Kysely } from 'kysely'
import type { Clock } from '../spec/clock.ts'
import { ReverieError } from '../spec/errors.ts'
import type { ScopeId } from '../spec/ids.ts'
import type { Schema } from '../spec/schema.ts'
import { type Store, statement } from '../spec/store.ts'

/** A scope's number, which names its lexical index, and its revision. */
export interface ScopeRow {
  readonly no: number
  readonly revision: number
}

/** The scope's row, or null where nothing was ever stored in it. */
export async function findScope(db: Kysely<Schema>, scope: ScopeId): Promise<ScopeRow | null> {
  const row = await db.selectFrom('scopes').select(['no', 'revision']).where('scope', '=', scope).executeTakeFirst()
  return row === undefined ? null : { no: row.no, revision: row.revision }
}

const attempts = 8

/** The scope's row, created with its lexical index where it is missing. Two processes creating scopes at once both succeed. */
export async function ensureScope(store: Store, clock: Clock, scope: ScopeId): Promise<ScopeRow> {
  const highest = store.read.selectFrom('scopes').select(({ fn }) => fn.max('no').as('no'))
  for (let attempt = 0; attempt < attempts; attempt++) {
    const found = await findScope(store.read, scope)
    if (found !== null) return found
    const taken = (await highest.executeTakeFirst())?.no ?? null
    const no = Number(taken ?? 0) + 1
    const insert = statement(store.read.insertInto('scopes').values({ scope, no, revision: 0, created_at: clock.now() }))
    // The number is chosen here, so that the index it names is created in the same transaction.
    const isMissing = { statement: statement(store.read.selectFrom('scopes').select('no').where('scope', '=', scope)), equals: null }
    await store.write([insert, ...store.lexical.create(scope, no)], {
      expect: [isMissing, { statement: statement(highest), equals: taken }],
    })
  }
  const found = await findScope(store.read, scope)
  if (found !== null) return found
  throw new ReverieError('database-busy', `Expected to create the scope "${scope}", but other processes kept creating scopes first.`, {
    isRetryable: true,
  })
}
