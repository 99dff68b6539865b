import type { Kysely } from 'kysely'
import { digest } from '../spec/digest.ts'
import type { ScopeId } from '../spec/ids.ts'
import { normaliseQuestion } from '../spec/normalise-question.ts'
import type { Random } from '../spec/random.ts'
import type { Schema } from '../spec/schema.ts'
import type { TombstonesTable } from '../spec/schema-history.ts'
import { type Store, statement } from '../spec/store.ts'
import { foldersOf } from './mark-lists.ts'

const keyName = 'tombstone-key'

/** Something forgotten or to be forgotten, in clear; only its hash is kept. */
export interface Forgotten {
  readonly kind: TombstonesTable['kind']
  readonly text: string
}

/** What was forgotten in one scope. */
export interface Tombstones {
  readonly count: number
  /** Whether the path itself or a folder above it was forgotten. */
  hasPath(path: string): boolean
  hasQuestion(text: string): boolean
  /** Another one whenever something was forgotten or let back; '' where nothing is. */
  version(): string
}

/** Loads the tombstones of a scope; without any, nothing is hashed. */
export async function loadTombstones(db: Kysely<Schema>, scope: ScopeId): Promise<Tombstones> {
  const rows = await db.selectFrom('tombstones').select(['hash', 'kind']).where('scope', '=', scope).execute()
  const hashes = new Set(rows.map((row) => row.hash))
  const hasFolders = rows.some((row) => row.kind === 'folder')
  const key = hashes.size === 0 ? '' : ((await hashKey(db)) ?? '')
  const has = (forgotten: Forgotten): boolean => hashes.size > 0 && hashes.has(hashOf(key, forgotten))
  return {
    count: rows.length,
    hasPath: (path) =>
      has({ kind: 'path', text: path }) || (hasFolders && foldersOf(path).some((text) => text !== '' && has({ kind: 'folder', text }))),
    hasQuestion: (text) => has({ kind: 'question', text }),
    version: () => (hashes.size === 0 ? '' : digest('tombstones', ...[...hashes].sort())),
  }
}

/** Remembers that these were forgotten, by hashes under a key of this database alone. */
export async function addTombstones(
  store: Store,
  scope: ScopeId,
  forgotten: readonly Forgotten[],
  at: number,
  random: Random,
): Promise<void> {
  const db = store.read
  const key = { key: keyName, value: random.id() + random.id() }
  await store.write([
    statement(
      db
        .insertInto('meta')
        .values(key)
        .onConflict((conflict) => conflict.doNothing()),
    ),
  ])
  const value = (await hashKey(db)) ?? ''
  const rows = forgotten.map((one) => ({ scope, hash: hashOf(value, one), kind: one.kind, at }))
  for (let from = 0; from < rows.length; from += slice) {
    const some = rows.slice(from, from + slice)
    await store.write([
      statement(
        db
          .insertInto('tombstones')
          .values(some)
          .onConflict((conflict) => conflict.doNothing()),
      ),
    ])
  }
}

/** Takes back that these were forgotten; returns how many were. What was erased stays erased: it is read and prepared anew. */
export async function removeTombstones(store: Store, scope: ScopeId, forgotten: readonly Forgotten[]): Promise<number> {
  const db = store.read
  const key = await hashKey(db)
  if (key === null) return 0
  const rows = await db.selectFrom('tombstones').select('hash').where('scope', '=', scope).execute()
  const known = new Set(rows.map((row) => row.hash))
  const gone = [...new Set(forgotten.map((one) => hashOf(key, one)))].filter((hash) => known.has(hash))
  for (let from = 0; from < gone.length; from += slice) {
    const some = gone.slice(from, from + slice)
    await store.write([statement(db.deleteFrom('tombstones').where('scope', '=', scope).where('hash', 'in', some))])
  }
  return gone.length
}

const slice = 400

async function hashKey(db: Kysely<Schema>): Promise<string | null> {
  return (await db.selectFrom('meta').select('value').where('key', '=', keyName).executeTakeFirst())?.value ?? null
}

function hashOf(key: string, { kind, text }: Forgotten): string {
  return digest(key, kind, kind === 'question' ? normaliseQuestion(text) : text)
}
