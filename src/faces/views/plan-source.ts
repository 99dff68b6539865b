import { knownDocuments } from '../../corpus/known-documents.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { Store } from '../../spec/store.ts'
import type { OpenCorpus } from '../open-corpus.ts'

export interface PlannedDocument {
  readonly path: string
  readonly size: number
  readonly why: string
}

/** What a sync would read and a sleep would distil, from the sources' listing alone. */
export async function planSource(
  store: Store,
  scope: ScopeId,
  corpus: OpenCorpus,
): Promise<{ readonly toRead: number; readonly toDistil: readonly PlannedDocument[] }> {
  const toDistil = new Map<string, PlannedDocument>()
  let toRead = 0
  for (const source of await corpus.sourcesOf(scope)) {
    const known = await knownDocuments(store, scope, source.id)
    for await (const change of source.list()) {
      if (change.kind === 'skipped') continue
      const stored = known.get(change.document.path)
      if (stored !== undefined && stored.digest !== null && stored.validator === change.document.validator) continue
      toRead += 1
      toDistil.set(change.document.path, {
        path: change.document.path,
        size: change.document.size,
        why: stored === undefined ? 'new' : 'changed',
      })
    }
  }
  const undistilled = await store.read
    .selectFrom('documents')
    .leftJoin('distillates', (join) =>
      join
        .onRef('distillates.scope', '=', 'documents.scope')
        .onRef('distillates.subject', '=', 'documents.document')
        .on('distillates.level', '=', 'file'),
    )
    .select(['documents.path', 'documents.size'])
    .where('documents.scope', '=', scope)
    .where('documents.state', '=', 'live')
    .where((where) => where.or([where('distillates.distillate', 'is', null), where('distillates.state', '!=', 'fresh')]))
    .execute()
  for (const row of undistilled)
    if (!toDistil.has(row.path)) toDistil.set(row.path, { path: row.path, size: row.size, why: 'not distilled yet' })
  return { toRead, toDistil: [...toDistil.values()] }
}
