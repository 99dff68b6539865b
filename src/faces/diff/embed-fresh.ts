import { storedVectors } from '../../retrieve/stored-vectors.ts'
import type { Embedder } from '../../spec/embedder.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { Store } from '../../spec/store.ts'
import type { LaidDocument } from './laid-change.ts'

export interface EmbedFreshParts {
  readonly store: Store
  readonly embedder: Embedder
  readonly scope: ScopeId
  /** Whether missing vectors are made; they are not kept. */
  readonly embeds: boolean
  readonly signal: AbortSignal | undefined
}

/** The laid documents with the vectors that are stored of their units' texts, and with the missing ones where wanted. */
export async function embedFresh(parts: EmbedFreshParts, documents: readonly LaidDocument[]): Promise<readonly LaidDocument[]> {
  const { store, embedder, scope, embeds, signal } = parts
  const texts = new Map(documents.flatMap((one) => one.owed.map(({ digest, text }) => [digest, text] as const)))
  const vectors = new Map(await storedVectors(store.read, scope, embedder.name, [...texts.keys()]))
  const missing = [...texts].filter(([digest]) => !vectors.has(digest))
  if (embeds && missing.length > 0) {
    const made = await embedder.embedMany(
      missing.map(([, text]) => text),
      signal === undefined ? {} : { signal },
    )
    for (const [at, [digest]] of missing.entries()) {
      const vector = made[at]
      if (vector !== undefined) vectors.set(digest, vector)
    }
  }
  return documents.map((one) => withVectors(one, vectors))
}

function withVectors(one: LaidDocument, vectors: ReadonlyMap<string, Int8Array>): LaidDocument {
  const digests = new Map(one.owed.map(({ passage, ordinal, digest }) => [`${passage} ${ordinal}`, digest]))
  const passages = one.passages.map((passage) => ({
    ...passage,
    vectors: passage.units.map((_, ordinal) => vectors.get(digests.get(`${passage.id} ${ordinal}`) ?? '') ?? null),
  }))
  const byId = new Map(passages.map((passage) => [passage.id, passage]))
  return {
    ...one,
    passages,
    fresh: one.fresh.map((unit) => ({ ...unit, passage: byId.get(unit.passage.id) ?? unit.passage })),
    owed: one.owed.filter(({ digest }) => !vectors.has(digest)),
  }
}
