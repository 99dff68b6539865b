import type { CompiledQuery, Kysely } from 'kysely'
import type { Embedder } from '../spec/embedder.ts'
import type { ScopeId } from '../spec/ids.ts'
import { keyVectorDigest } from '../spec/key-vector.ts'
import type { Schema } from '../spec/schema.ts'

/** A question's vector, and the scopes asked that hold just this one. */
export interface QuestionVector {
  readonly vector: Int8Array
  readonly storedIn: ReadonlySet<ScopeId>
}

/**
 * The vector of a question, word for word as it is asked: as a scope that is asked has it stored, so that no embedder need
 * be loaded, else embedded. Vectors of scopes that are not asked, or of another embedder, are never used.
 */
export async function questionVector(
  db: Kysely<Schema>,
  embedder: Pick<Embedder, 'name' | 'embedQuestion'>,
  {
    question,
    scopes,
    signal,
  }: { readonly question: string; readonly scopes: readonly ScopeId[]; readonly signal: AbortSignal | undefined },
): Promise<QuestionVector> {
  const query = byDigest.get(db) ?? compileByDigest(db)
  byDigest.set(db, query)
  const digest = keyVectorDigest(question)
  const found = await Promise.all(
    scopes.map(async (scope) => {
      const { rows } = await db.executeQuery<VectorRow>({ ...query, parameters: [scope, embedder.name, digest] })
      const stored = rows[0]?.vector
      return stored === undefined ? [] : [{ scope, vector: new Int8Array(stored.buffer, stored.byteOffset, stored.byteLength) }]
    }),
  )
  const stored = found.flat()
  const vector = stored[0]?.vector ?? (await embedder.embedQuestion(question, signal === undefined ? {} : { signal }))
  return { vector, storedIn: new Set(stored.filter((one) => isSame(one.vector, vector)).map(({ scope }) => scope)) }
}

interface VectorRow {
  readonly vector: Uint8Array
}

// Every ask that no entry answers in the same words runs it: building it anew costs more than running it.
const byDigest = new WeakMap<Kysely<Schema>, CompiledQuery<VectorRow>>()

function compileByDigest(db: Kysely<Schema>): CompiledQuery<VectorRow> {
  return db.selectFrom('vectors').select('vector').where('scope', '=', '').where('embedder', '=', '').where('digest', '=', '').compile()
}

function isSame(one: Int8Array, other: Int8Array): boolean {
  return one.length === other.length && one.every((value, at) => value === other[at])
}
