import type { Kysely } from 'kysely'
import { storedVectors } from '../../retrieve/stored-vectors.ts'
import type { EntryId, ScopeId } from '../../spec/ids.ts'
import type { Schema } from '../../spec/schema.ts'
import type { LoadedWatch, WatchMembers } from './watch-fires-on.ts'
import { membersOfEntry } from './watched-members.ts'
import { loadWatch } from './watches-table.ts'

/** The watch of one entry with its question's vector and what it found, ready to be tried; null where there is none: lists have none. */
export async function loadWatched(
  db: Kysely<Schema>,
  scope: ScopeId,
  entry: EntryId,
): Promise<{ readonly watch: LoadedWatch; readonly members: WatchMembers } | null> {
  const watch = await loadWatch(db, scope, entry)
  if (watch === null) return null
  const { vector } = watch
  const vectors = vector === null ? new Map<string, Int8Array>() : await storedVectors(db, scope, vector.embedder, [vector.digest])
  const question = vector === null ? null : (vectors.get(vector.digest) ?? null)
  return { watch: { ...watch, question }, members: await membersOfEntry(db, scope, entry) }
}
