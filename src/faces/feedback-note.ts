import type { Kysely } from 'kysely'
import type { ScopeId } from '../spec/ids.ts'
import type { Schema } from '../spec/schema.ts'
import { type Statement, statement } from '../spec/store.ts'

/** A person's last word on an ask, kept as `feedback` in its decision record. */
export interface FeedbackNote {
  readonly verdict: 'right' | 'wrong'
  readonly note: string | null
  /** Epoch ms. */
  readonly at: number
}

/** Writes the verdict into an ask's record; none where the same is there already. `decision` is the record as it was read. */
export function noteFeedbackStatements(
  db: Kysely<Schema>,
  scope: ScopeId,
  { ask, decision }: { readonly ask: string; readonly decision: string },
  feedback: FeedbackNote,
): readonly Statement[] {
  const record = JSON.parse(decision) as { readonly feedback?: FeedbackNote }
  const { verdict, note } = record.feedback ?? {}
  if (verdict === feedback.verdict && note === feedback.note) return []
  const noted = JSON.stringify({ ...record, feedback })
  return [statement(db.updateTable('records').set({ decision: noted }).where('scope', '=', scope).where('ask', '=', ask))]
}
