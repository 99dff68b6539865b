import { nextTurn } from '../corpus/next-turn.ts'
import { bumpRevision, thisRevision } from '../spec/revision.ts'
import { statement } from '../spec/store.ts'
import { commit, type SleepContext, throwIfAborted } from './sleep-context.ts'

/** A text whose vector is wanted, under the digest it is stored by. */
export interface OwedVector {
  readonly digest: string
  readonly text: string
}

const batch = 48

/** Embeds and stores what is missing of these, in order; a batch is kept as soon as it is made. Returns how many were made. */
export async function embedOwed(context: SleepContext, wanted: readonly OwedVector[], label: string): Promise<number> {
  const owed = await missing(context, wanted)
  let made = 0
  for (let at = 0; at < owed.length; at += batch) {
    throwIfAborted(context.signal)
    const slice = owed.slice(at, at + batch)
    const vectors = await context.embedder.embedMany(
      slice.map((one) => one.text),
      context.signal === undefined ? {} : { signal: context.signal },
    )
    const db = context.store.read
    const rows = slice.flatMap((one, index) => {
      const vector = vectors[index]
      if (vector === undefined) return []
      return [
        {
          scope: context.scope,
          embedder: context.embedder.name,
          digest: one.digest,
          vector: new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength),
          revision: thisRevision(context.scope),
        },
      ]
    })
    await commit(context, [
      bumpRevision(db, context.scope),
      statement(
        db
          .insertInto('vectors')
          .values(rows)
          .onConflict((conflict) => conflict.doNothing()),
      ),
    ])
    made += rows.length
    context.tally.make('vectors', rows.length)
    context.tally.progress('embed', made, owed.length, label)
    await nextTurn()
  }
  return made
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
