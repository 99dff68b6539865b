import type { Kysely } from 'kysely'
import { digest } from '../spec/digest.ts'
import type { ScopeId } from '../spec/ids.ts'
import { normaliseQuestion } from '../spec/normalise-question.ts'
import type { Random } from '../spec/random.ts'
import type { Schema } from '../spec/schema.ts'
import type { Source, SourceChange } from '../spec/source.ts'
import { type Store, statement } from '../spec/store.ts'

const keyName = 'tombstone-key'

/** What was forgotten in one scope. */
export interface Tombstones {
  hasPath(path: string): boolean
  hasQuestion(text: string): boolean
}

/** Loads the tombstones of a scope; without any, nothing is hashed. */
export async function loadTombstones(db: Kysely<Schema>, scope: ScopeId): Promise<Tombstones> {
  const rows = await db.selectFrom('tombstones').select('hash').where('scope', '=', scope).execute()
  const hashes = new Set(rows.map((row) => row.hash))
  const key =
    hashes.size === 0 ? '' : ((await db.selectFrom('meta').select('value').where('key', '=', keyName).executeTakeFirst())?.value ?? '')
  return {
    hasPath: (path) => hashes.size > 0 && hashes.has(digest(key, 'path', path)),
    hasQuestion: (text) => hashes.size > 0 && hashes.has(digest(key, 'question', normaliseQuestion(text))),
  }
}

/** Remembers that something was forgotten, by a hash under a key of this database alone. */
export async function addTombstone(
  store: Store,
  scope: ScopeId,
  what: { readonly kind: 'path' | 'question'; readonly text: string },
  at: number,
  random: Random,
): Promise<void> {
  const db = store.read
  await store.write([
    statement(
      db
        .insertInto('meta')
        .values({ key: keyName, value: random.id() + random.id() })
        .onConflict((conflict) => conflict.doNothing()),
    ),
  ])
  const key = await db.selectFrom('meta').select('value').where('key', '=', keyName).executeTakeFirstOrThrow()
  const hash = digest(key.value, what.kind, what.kind === 'question' ? normaliseQuestion(what.text) : what.text)
  await store.write([
    statement(
      db
        .insertInto('tombstones')
        .values({ scope, hash, kind: what.kind, at })
        .onConflict((conflict) => conflict.doNothing()),
    ),
  ])
}

/** The source without what was forgotten: to the corpus such a document is not there. */
export function withoutForgotten(source: Source, tombstones: () => Tombstones): Source {
  async function* list(options?: { readonly signal?: AbortSignal }): AsyncIterable<SourceChange> {
    const forgotten = tombstones()
    for await (const change of source.list(options)) {
      if (change.kind === 'skipped' || !forgotten.hasPath(change.document.path)) yield change
    }
  }
  const verify = source.verify?.bind(source)
  return {
    id: source.id,
    kind: source.kind,
    scope: source.scope,
    list,
    read: async (path, options) => (tombstones().hasPath(path) ? { skipped: 'vanished' } : source.read(path, options)),
    ...(verify === undefined ? {} : { verify }),
  }
}
