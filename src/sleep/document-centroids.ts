import { breathe } from './breathe.ts'
import type { SleepContext } from './sleep-context.ts'

const page = 4_000
const slice = 100

/** Sum of each document's unit vectors, its direction; of all documents, or of those named. Documents without vectors are left out. */
export async function documentCentroids(context: SleepContext, documents?: readonly string[]): Promise<ReadonlyMap<string, Float32Array>> {
  const sums = new Map<string, Float32Array>()
  if (documents !== undefined) {
    const wanted = [...new Set(documents)]
    for (let at = 0; at < wanted.length; at += slice) {
      add(
        sums,
        await unitVectors(context)
          .where('passages.document', 'in', wanted.slice(at, at + slice))
          .execute(),
      )
      await breathe(context)
    }
    return sums
  }
  const last = await context.store.read
    .selectFrom('passages')
    .select(({ fn }) => fn.max('no').as('no'))
    .where('scope', '=', context.scope)
    .executeTakeFirst()
  for (let after = 0; after < Number(last?.no ?? 0); after += page) {
    add(
      sums,
      await unitVectors(context)
        .where('passages.no', '>', after)
        .where('passages.no', '<=', after + page)
        .execute(),
    )
    await breathe(context)
  }
  return sums
}

function unitVectors({ store, scope, embedder }: SleepContext) {
  return store.read
    .selectFrom('passages')
    .innerJoin('units', (join) => join.onRef('units.scope', '=', 'passages.scope').onRef('units.passage', '=', 'passages.passage'))
    .innerJoin('vectors', (join) =>
      join
        .onRef('vectors.scope', '=', 'units.scope')
        .onRef('vectors.digest', '=', 'units.vector')
        .on('vectors.embedder', '=', embedder.name),
    )
    .select(['passages.document', 'vectors.vector'])
    .where('passages.scope', '=', scope)
    .where('passages.version', 'is not', null)
}

function add(sums: Map<string, Float32Array>, rows: readonly { readonly document: string; readonly vector: Uint8Array }[]): void {
  for (const row of rows) {
    const sum = sums.get(row.document) ?? new Float32Array(row.vector.length)
    for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) + (((row.vector[at] ?? 0) << 24) >> 24)
    sums.set(row.document, sum)
  }
}
