import { type Kysely, sql } from 'kysely'
import { readDecisionRecord } from '../../cache/decision-record.ts'
import { isWordless } from '../../spec/asked-words.ts'
import type { ScopeId } from '../../spec/ids.ts'
import { normaliseQuestion } from '../../spec/normalise-question.ts'
import type { Schema } from '../../spec/schema.ts'

/** A question that was asked and that nothing answers. */
export interface Unanswered {
  readonly id: string
  readonly text: string
  readonly asks: number
  readonly sessions: ReadonlySet<string>
  readonly why: 'absent' | 'wrong'
  readonly lastAskedAt: number | null
}

/** Records looked through, the latest. */
const most = 50_000

interface Asked {
  readonly sessions: Set<string>
  asks: number
  /** How the latest ask of it ended. */
  readonly last: 'answered' | 'absent' | 'wrong'
  readonly lastAt: number
}

/**
 * Questions asked since then whose last ask found nothing, or was answered wrongly by a person's word, and for which nothing
 * that can be served is prepared now. What is prepared meanwhile drops out by itself.
 */
export async function unansweredQuestions(
  db: Kysely<Schema>,
  scope: ScopeId,
  since: number,
): Promise<{ readonly questions: readonly Unanswered[]; readonly unworded: number }> {
  const { asked, unworded } = await recorded(db, scope, since)
  const rows = await db
    .selectFrom('questions')
    .select(['question', 'text', 'normalised', 'asked_count', 'missed_count', 'last_asked_at'])
    .select(
      sql<number>`case when exists (select 1 from entries where entries.scope = questions.scope and entries.question = questions.question
        and entries.kind = 'answer' and entries.state in ('fresh', 'suspect')) then 1 else 0 end`.as('answered'),
    )
    .where('scope', '=', scope)
    .where('dropped', '=', 0)
    .where('asked_count', '>', 0)
    .where(sql<boolean>`coalesce(last_asked_at, 0) >= ${since}`)
    .execute()
  const questions = rows.flatMap((row): readonly Unanswered[] => {
    const known = asked.get(row.normalised)
    const isWrong = known?.last === 'wrong'
    // Where its records are gone, a question that was missed and never prepared is one.
    const isAbsent = known === undefined ? row.missed_count > 0 : known.last === 'absent'
    if (row.answered === 1 || !(isWrong || isAbsent)) return []
    const lastAskedAt = row.last_asked_at === null ? null : Number(row.last_asked_at)
    const asks = since === 0 ? Math.max(row.asked_count, known?.asks ?? 0) : (known?.asks ?? 1)
    return [
      { id: row.question, text: row.text, asks, sessions: known?.sessions ?? new Set(), why: isWrong ? 'wrong' : 'absent', lastAskedAt },
    ]
  })
  return { questions, unworded }
}

async function recorded(db: Kysely<Schema>, scope: ScopeId, since: number) {
  const rows = await db
    .selectFrom('records')
    .select(['question', 'served', 'session', 'at'])
    .select(sql<string | null>`case when replace(decision, '"verdict":"wrong"', '') <> decision then decision end`.as('judged'))
    .where('scope', '=', scope)
    .where('at', '>=', since)
    .orderBy('at', 'desc')
    .orderBy('ask')
    .limit(most)
    .execute()
  const asked = new Map<string, Asked>()
  let unworded = 0
  for (const { question, served, session, at, judged } of rows) {
    if (isWordless(question)) {
      if (served === 'none') unworded += 1
      continue
    }
    const id = normaliseQuestion(question)
    const isWrong = judged !== null && readDecisionRecord(judged).feedback?.verdict === 'wrong'
    const known = asked.get(id) ?? {
      sessions: new Set<string>(),
      asks: 0,
      last: served === 'none' ? 'absent' : isWrong ? 'wrong' : 'answered',
      lastAt: Number(at),
    }
    known.asks += 1
    if (session !== null) known.sessions.add(session)
    asked.set(id, known)
  }
  return { asked, unworded }
}
