import { nextTurn } from '../corpus/next-turn.ts'
import { fireOnVectors } from '../lineage/watches/fire-on-vectors.ts'
import { bumpRevision, thisRevision } from '../spec/revision.ts'
import { statement } from '../spec/store.ts'
import { commit, type SleepContext, throwIfAborted } from './sleep-context.ts'

/** A text whose vector is wanted, under the digest it is stored by. */
export interface OwedVector {
  readonly digest: string
  readonly text: string
}

const batch = 48

/**
 * Embeds and stores what is missing of these, in order; a batch is kept as soon as it is made. Vectors of passages are
 * tried on the scope's watches in the transaction that stores them. Returns how many were made.
 */
export async function embedOwed(
  context: SleepContext,
  wanted: readonly OwedVector[],
  label: 'passages' | 'questions' | 'lists',
): Promise<number> {
  const owed = await missing(context, wanted)
  let total = 0
  for (let at = 0; at < owed.length; at += batch) {
    throwIfAborted(context.signal)
    const slice = owed.slice(at, at + batch)
    const vectors = await context.embedder.embedMany(
      slice.map((one) => one.text),
      context.signal === undefined ? {} : { signal: context.signal },
    )
    const db = context.store.read
    const made = new Map(
      slice.flatMap((one, index) => {
        const vector = vectors[index]
        return vector === undefined ? [] : [[one.digest, vector] as const]
      }),
    )
    const rows = [...made].map(([digest, vector]) => ({
      scope: context.scope,
      embedder: context.embedder.name,
      digest,
      vector: new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength),
      revision: thisRevision(context.scope),
    }))
    const known = { scope: context.scope, embedder: context.embedder.name, vectors: made, at: context.clock.now() }
    await commit(context, [
      bumpRevision(db, context.scope),
      statement(
        db
          .insertInto('vectors')
          .values(rows)
          .onConflict((conflict) => conflict.doNothing()),
      ),
      ...(label === 'passages' ? await fireOnVectors(context.store, known) : []),
    ])
    total += rows.length
    context.tally.make('vectors', rows.length)
    context.tally.progress('embed', total, owed.length, label)
    await nextTurn()
  }
  return total
}

async function missing(context: SleepContext, wanted: readonly OwedVector[]): Promise<readonly OwedVector[]> {
  const unique = new Map(wanted.map((one) => [one.digest, one]))
  const digests = [...unique.keys()]
  for (let at = 0; at < digests.length; at += 500) {
    const rows = await context.store.read
      .selectFrom('vectors')
      .select('digest')
      .where('scope', '=', context.scope)
      .where('embedder', '=', context.embedder.name)
      .where('digest', 'in', digests.slice(at, at + 500))
      .execute()
    for (const row of rows) unique.delete(row.digest)
  }
  return [...unique.values()]
}
