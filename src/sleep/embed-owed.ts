import { fireOnVectors } from '../lineage/watches/fire-on-vectors.ts'
import { bumpRevision, thisRevision } from '../spec/revision.ts'
import { statement } from '../spec/store.ts'
import { breathe } from './breathe.ts'
import { commit, type SleepContext } from './sleep-context.ts'

/** A text whose vector is wanted, under the digest it is stored by. */
export interface OwedVector {
  readonly digest: string
  readonly text: string
}

/** Texts of one commit. */
const batch = 48
/** Texts between two breaths: an ask waits for no more. */
const step = 16

/**
 * Embeds and stores what is missing of these, in order; a batch is kept as soon as it is made, and what there is of one
 * that is stopped. Vectors of passages are tried on the scope's watches in the transaction that stores them. Returns how
 * many were made.
 */
export async function embedOwed(
  context: SleepContext,
  wanted: readonly OwedVector[],
  label: 'passages' | 'questions' | 'lists',
): Promise<number> {
  const owed = await missing(context, wanted)
  let total = 0
  for (let at = 0; at < owed.length; at += batch) {
    const made = new Map<string, Int8Array>()
    try {
      await embedInSteps(context, owed.slice(at, at + batch), made)
    } catch (cause) {
      await keep(context, made, label)
      throw cause
    }
    await keep(context, made, label)
    total += made.size
    context.tally.progress('embed', total, owed.length, label)
  }
  return total
}

async function embedInSteps(context: SleepContext, owed: readonly OwedVector[], made: Map<string, Int8Array>): Promise<void> {
  const call = context.signal === undefined ? {} : { signal: context.signal }
  for (let at = 0; at < owed.length; at += step) {
    await breathe(context)
    const some = owed.slice(at, at + step)
    const vectors = await context.embedder.embedMany(
      some.map((one) => one.text),
      call,
    )
    for (const [index, { digest }] of some.entries()) {
      const vector = vectors[index]
      if (vector !== undefined) made.set(digest, vector)
    }
  }
}

async function keep(context: SleepContext, made: ReadonlyMap<string, Int8Array>, label: string): Promise<void> {
  if (made.size === 0) return
  const { store, scope, embedder, clock } = context
  const rows = [...made].map(([digest, vector]) => ({
    scope,
    embedder: embedder.name,
    digest,
    vector: new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength),
    revision: thisRevision(scope),
  }))
  await commit(context, [
    bumpRevision(store.read, scope),
    statement(
      store.read
        .insertInto('vectors')
        .values(rows)
        .onConflict((conflict) => conflict.doNothing()),
    ),
    ...(label === 'passages' ? await fireOnVectors(store, { scope, embedder: embedder.name, vectors: made, at: clock.now() }) : []),
  ])
  context.tally.make('vectors', rows.length)
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
