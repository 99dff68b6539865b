import { changeSourceId } from '../../corpus/change-source-id.ts'
import { knownDocuments } from '../../corpus/known-documents.ts'
import { recipeOwed } from '../../sleep/file-recipe.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { Store } from '../../spec/store.ts'
import type { OpenCorpus } from '../open-corpus.ts'

/** Why a document is distilled again that neither came nor changed. */
export const anotherRecipe = 'made by another recipe'

export interface PlannedDocument {
  readonly path: string
  readonly size: number
  readonly why: string
  /** Whether this sleep's model distilled it before. */
  readonly isByModel: boolean
}

/**
 * What a sync would read and a sleep would distil, from the sources' listing alone. `recipe` is that of the sleep: what
 * another made is distilled again.
 */
export async function planSource(
  store: Store,
  scope: ScopeId,
  corpus: OpenCorpus,
  recipe: string,
): Promise<{
  readonly toRead: number
  readonly toDistil: readonly PlannedDocument[] /** Documents there will be. */
  readonly documents: number
}> {
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
        isByModel: false,
      })
    }
  }
  const documents = await store.read
    .selectFrom('documents')
    .leftJoin('distillates', (join) =>
      join
        .onRef('distillates.scope', '=', 'documents.scope')
        .onRef('distillates.subject', '=', 'documents.document')
        .on('distillates.level', '=', 'file'),
    )
    .select(['documents.path', 'documents.size', 'distillates.recipe', 'distillates.state'])
    .where('documents.scope', '=', scope)
    .where('documents.state', '=', 'live')
    .where('documents.source', '!=', changeSourceId)
    .execute()
  for (const row of documents) {
    const { path, size } = row
    const isByModel = row.recipe === recipe
    const listed = toDistil.get(path)
    if (listed !== undefined) toDistil.set(path, { ...listed, isByModel })
    else if (row.recipe === null || row.state !== 'fresh') toDistil.set(path, { path, size, why: 'not distilled yet', isByModel })
    else if (recipeOwed(row.recipe, recipe)) toDistil.set(path, { path, size, why: anotherRecipe, isByModel })
  }
  const live = new Set([...documents.map(({ path }) => path), ...toDistil.keys()])
  return { toRead, toDistil: [...toDistil.values()], documents: live.size }
}
