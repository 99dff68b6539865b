import type { PassageId, ScopeId } from '../../spec/ids.ts'
import type { SourceChange } from '../../spec/predictor.ts'
import type { Store } from '../../spec/store.ts'
import { changeDocumentIds } from '../predictors/change-documents.ts'
import { dayMs, hourMs } from '../predictors/time-spans.ts'

/** Documents told of, newest change first. */
const mostChanged = 200
const mostPassages = 4000
const lookBackMs = 30 * dayMs

/**
 * Documents committed within the last thirty days, newest first, with the passages that came with their last commit. What
 * was read within an hour of the scope's beginning is how it began, not a change. A document is new where all its passages
 * came with that commit.
 */
export async function loadChanges(store: Store, scope: ScopeId, now: number): Promise<readonly SourceChange[]> {
  const db = store.read
  const begun = await db.selectFrom('scopes').select('created_at').where('scope', '=', scope).executeTakeFirst()
  if (begun === undefined) return []
  const documents = await db
    .selectFrom('documents')
    .select(['document', 'path', 'title', 'committed_at', 'revision'])
    .where('scope', '=', scope)
    .where('state', '=', 'live')
    .where('committed_at', '>', Math.max(now - lookBackMs, begun.created_at + hourMs))
    .where('committed_at', '<=', now)
    .where('path', 'not in', [...changeDocumentIds])
    .orderBy('committed_at', 'desc')
    .orderBy('path')
    .limit(mostChanged)
    .execute()
  if (documents.length === 0) return []
  const passages = await db
    .selectFrom('passages')
    .select(['document', 'passage', 'revision'])
    .where('scope', '=', scope)
    .where(
      'document',
      'in',
      documents.map(({ document }) => document),
    )
    .where('version', 'is not', null)
    .orderBy('document')
    .orderBy('ordinal')
    .limit(mostPassages)
    .execute()
  const byDocument = Map.groupBy(passages, ({ document }) => document)
  return documents.map(({ document, path, title, committed_at: at, revision }) => {
    const all = byDocument.get(document) ?? []
    const changed = all.filter((passage) => passage.revision === revision)
    return {
      at,
      path,
      title,
      isNew: all.length > 0 && changed.length === all.length,
      passages: changed.map(({ passage }) => passage as PassageId),
    }
  })
}
