import { unitEmbedText } from '../corpus/embed-text.ts'
import type { OwedVector } from './embed-owed.ts'
import type { SleepContext } from './sleep-context.ts'

const slice = 400

function owed(context: SleepContext) {
  return context.store.read
    .selectFrom('units')
    .innerJoin('passages', (join) => join.onRef('passages.scope', '=', 'units.scope').onRef('passages.passage', '=', 'units.passage'))
    .leftJoin('vectors', (join) =>
      join
        .onRef('vectors.scope', '=', 'units.scope')
        .onRef('vectors.digest', '=', 'units.vector')
        .on('vectors.embedder', '=', context.embedder.name),
    )
    .where('units.scope', '=', context.scope)
    .where('units.vector', 'is not', null)
    .where('passages.version', 'is not', null)
    .where('vectors.digest', 'is', null)
}

/** How many units of each live document still owe their vector. */
export async function owedUnitCounts(context: SleepContext): Promise<ReadonlyMap<string, number>> {
  const rows = await owed(context)
    .select(({ fn }) => ['passages.document', fn.countAll<number>().as('units')])
    .groupBy('passages.document')
    .execute()
  return new Map(rows.map((row) => [row.document, Number(row.units)]))
}

/** The texts to embed for what these documents owe, in reading order. */
export async function owedUnitTexts(
  context: SleepContext,
  documents: readonly { readonly id: string; readonly title: string | null }[],
): Promise<readonly OwedVector[]> {
  const wanted: OwedVector[] = []
  for (const document of documents) {
    const rows = await owed(context)
      .select(['units.vector', 'units.text', 'units.start_offset', 'units.end_offset', 'passages.version'])
      .where('passages.document', '=', document.id)
      .orderBy('passages.ordinal')
      .orderBy('units.ordinal')
      .execute()
    const texts = await versionTexts(context, [
      ...new Set(rows.flatMap((row) => (row.text === null && row.version !== null ? [row.version] : []))),
    ])
    for (const row of rows) {
      const text = row.text ?? texts.get(row.version ?? '')?.slice(row.start_offset, row.end_offset)
      if (row.vector !== null && text !== undefined) wanted.push({ digest: row.vector, text: unitEmbedText(document.title, text) })
    }
  }
  return wanted
}

async function versionTexts(context: SleepContext, digests: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>()
  for (let at = 0; at < digests.length; at += slice) {
    const rows = await context.store.read
      .selectFrom('versions')
      .select(['digest', 'text'])
      .where('scope', '=', context.scope)
      .where('digest', 'in', digests.slice(at, at + slice))
      .execute()
    for (const row of rows) texts.set(row.digest, row.text)
  }
  return texts
}
