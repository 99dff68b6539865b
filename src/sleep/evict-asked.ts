import { type Kysely, sql } from 'kysely'
import { nextTurn } from '../corpus/next-turn.ts'
import type { ScopeId } from '../spec/ids.ts'
import { bumpRevision, noteErasure } from '../spec/revision.ts'
import type { Schema } from '../spec/schema.ts'
import { type Lease, type Store, statement } from '../spec/store.ts'
import { deletion, hangingDeletions } from './entry-deletions.ts'

/** How much of what asks left behind is kept; a flood of questions must not outgrow the documents. */
export interface AskedLimits {
  /** Questions that were only asked, with what was filed for them: the most asked stay, then the latest. */
  readonly questions: number
  /** Records of asks, the latest. */
  readonly records: number
}

const usual: AskedLimits = { questions: 20_000, records: 200_000 }
const slice = 200
/** Offsets need a limit; looked at by one sleep. */
const most = 50_000

/**
 * Evicts questions that were asked and neither predicted, pinned nor prepared, beyond a number, with the candidates filed for
 * them, and the oldest records. What a sleep has verified stays. Returns how many of each went.
 */
export async function evictAsked(
  store: Store,
  scope: ScopeId,
  { fence, limits = usual }: { readonly fence?: Lease; readonly limits?: AskedLimits } = {},
): Promise<{ readonly questions: number; readonly records: number }> {
  const { read: db } = store
  const options = fence === undefined ? {} : { fence }
  const questions = await leastAsked(db, scope, limits.questions)
  for (let at = 0; at < questions.length; at += slice) {
    const some = sql.join(questions.slice(at, at + slice))
    const filed = sql`select entry from entries where scope = ${scope} and question in (${some}) and status = 'candidate'`
    await store.write(
      [
        bumpRevision(db, scope),
        ...hangingDeletions(db, scope, filed),
        deletion(db, sql`delete from entries where scope = ${scope} and question in (${some}) and status = 'candidate'`),
        deletion(db, sql`delete from questions where scope = ${scope} and question in (${some})`),
        noteErasure(db, scope),
      ],
      options,
    )
    await nextTurn()
  }
  const records = await oldRecords(db, scope, limits.records)
  for (let at = 0; at < records.length; at += slice) {
    const some = records.slice(at, at + slice)
    await store.write([statement(db.deleteFrom('records').where('scope', '=', scope).where('ask', 'in', some))], options)
    await nextTurn()
  }
  return { questions: questions.length, records: records.length }
}

async function leastAsked(db: Kysely<Schema>, scope: ScopeId, kept: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('questions')
    .select('question')
    .where('scope', '=', scope)
    .where('origins', '=', JSON.stringify(['asked']))
    .where('pinned', '=', 0)
    .where('dropped', '=', 0)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('entries')
            .select('entries.entry')
            .whereRef('entries.scope', '=', 'questions.scope')
            .whereRef('entries.question', '=', 'questions.question')
            .where('entries.status', '=', 'verified'),
        ),
      ),
    )
    .orderBy('asked_count', 'desc')
    .orderBy('last_asked_at', 'desc')
    .orderBy('question')
    .limit(most)
    .offset(kept)
    .execute()
  return rows.map((row) => row.question)
}

async function oldRecords(db: Kysely<Schema>, scope: ScopeId, kept: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('records')
    .select('ask')
    .where('scope', '=', scope)
    .orderBy('at', 'desc')
    .orderBy('ask')
    .limit(most)
    .offset(kept)
    .execute()
  return rows.map((row) => row.ask)
}
