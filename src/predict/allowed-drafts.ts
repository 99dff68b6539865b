import type { Kysely } from 'kysely'
import { loadTombstones } from '../lineage/tombstones.ts'
import type { ScopeId } from '../spec/ids.ts'
import type { QuestionDraft } from '../spec/question.ts'
import type { Schema } from '../spec/schema.ts'

/** Drafts without the questions that were forgotten: no predictor brings one back. */
export async function allowedDrafts(
  db: Kysely<Schema>,
  scope: ScopeId,
  drafts: readonly QuestionDraft[],
): Promise<readonly QuestionDraft[]> {
  const forgotten = await loadTombstones(db, scope)
  return forgotten.count === 0 ? drafts : drafts.filter((draft) => !forgotten.hasQuestion(draft.text))
}
