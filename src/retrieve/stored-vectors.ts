import type { Kysely } from 'kysely'
import type { ScopeId } from '../spec/ids.ts'
import type { Schema } from '../spec/schema.ts'

const slice = 400

/** The vectors stored under these digests by one embedder; those that are owed are left out. */
export async function storedVectors(
  db: Kysely<Schema>,
  scope: ScopeId,
  embedder: string,
  digests: readonly string[],
): Promise<ReadonlyMap<string, Int8Array>> {
  const vectors = new Map<string, Int8Array>()
  for (let at = 0; at < digests.length; at += slice) {
    const rows = await db
      .selectFrom('vectors')
      .select(['digest', 'vector'])
      .where('scope', '=', scope)
      .where('embedder', '=', embedder)
      .where('digest', 'in', digests.slice(at, at + slice))
      .execute()
    for (const row of rows) vectors.set(row.digest, new Int8Array(row.vector.buffer, row.vector.byteOffset, row.vector.byteLength))
  }
  return vectors
}
