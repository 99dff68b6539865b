import { sql } from 'kysely'
import { artefactStatement } from '../../lineage/artefact-statement.ts'
import { scanInTurns } from '../../lineage/watches/scan-in-turns.ts'
import type { Watch } from '../../lineage/watches/watch.ts'
import { WatchGroup } from '../../lineage/watches/watch-group.ts'
import { watchedPassage } from '../../lineage/watches/watched-passage.ts'
import { openScopeRows } from '../../retrieve/scope-rows.ts'
import { storedVectors } from '../../retrieve/stored-vectors.ts'
import type { PassageId } from '../../spec/ids.ts'
import { bumpRevision } from '../../spec/revision.ts'
import { commitImport, type ImportContext } from './import-context.ts'
import { shownPassages } from './shown-passages.ts'

/** With more passages that the bundle's maker did not have, every answer is checked when it is first asked for. */
const mostOthers = 5_000
const slice = 300

/**
 * Ends the doubt of imported answers that nothing here speaks against: no passage that was not searched where they were
 * made would be among what their search found. The others are checked once before they are served, as are lists.
 */
export async function settleImported(
  context: ImportContext,
  texts: ReadonlySet<string>,
  imported: ReadonlyMap<string, Watch | null>,
): Promise<void> {
  const watches = [...imported.values()].filter((watch) => watch !== null)
  if (watches.length === 0) return
  const others: PassageId[] = []
  for await (const { passage, digest } of shownPassages(context.store, context.scope)) {
    if (!texts.has(digest)) others.push(passage as PassageId)
  }
  if (others.length > mostOthers) return
  const fired = others.length === 0 ? new Set<string>() : await firedBy(context, watches, others)
  const settled = watches.filter(({ entry }) => !fired.has(entry)).map(({ entry }) => entry)
  const { store, scope, documents } = context
  const seen = Math.max(0, ...[...documents.values()].map((document) => document.revision))
  for (let at = 0; at < settled.length; at += slice) {
    const ids = sql.join(settled.slice(at, at + slice))
    // What has changed since the documents were listed was not tried.
    const where = sql<boolean>`entry in (${ids}) and not exists (select 1 from documents as d where d.scope = ${scope} and d.revision > ${seen})`
    await commitImport(context, [
      bumpRevision(store.read, scope),
      artefactStatement(store.read, scope, 'confirmed', { table: 'entries', where }),
    ])
  }
}

async function firedBy(
  { store, scope, embedder }: ImportContext,
  watches: readonly Watch[],
  others: readonly PassageId[],
): Promise<ReadonlySet<string>> {
  const digests = watches.flatMap(({ vector }) => (vector?.embedder === embedder.name ? [vector.digest] : []))
  const vectors = await storedVectors(store.read, scope, embedder.name, digests)
  const group = new WatchGroup()
  for (const watch of watches) group.put(watch, vectors.get(watch.vector?.digest ?? '') ?? null)
  const found = await openScopeRows(store, scope, embedder.name).passages('passage', others)
  // Their vectors are owed as a rule: words decide.
  const passages = found.map(({ id, title, text, place, units }) =>
    watchedPassage({ passage: id, title, text, place, units: units.map((unit) => ({ ...unit, embeds: true, vector: null })) }),
  )
  const fired = new Set<string>()
  await scanInTurns(group, { passages, members: new Map(), owed: 'by-words' }, fired)
  return fired
}
