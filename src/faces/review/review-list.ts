import { type Kysely, sql } from 'kysely'
import { placesOf } from '../../ask/check-freshness.ts'
import { cite } from '../../ask/cite.ts'
import { emptyOverlay } from '../../ask/overlay.ts'
import type { AnswerBody } from '../../spec/answer.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { Schema } from '../../spec/schema.ts'
import type { ReviewChange, ReviewItem } from './review-view.ts'

const shown = 160

/** Approved answers that do not stand any more, most asked first; with `waiting` also what was asked and nothing approved answers. */
export async function reviewList(
  db: Kysely<Schema>,
  {
    scope,
    policy,
    waiting,
    limit,
  }: { readonly scope: ScopeId; readonly policy: string; readonly waiting: boolean; readonly limit: number },
): Promise<readonly ReviewItem[]> {
  const rows = await db
    .selectFrom('approvals')
    .leftJoin('entries', (join) => join.onRef('entries.scope', '=', 'approvals.scope').onRef('entries.entry', '=', 'approvals.entry'))
    .leftJoin('questions', (join) =>
      join.onRef('questions.scope', '=', 'approvals.scope').onRef('questions.question', '=', 'approvals.question'),
    )
    .selectAll('approvals')
    .select([
      'entries.body as standing',
      'entries.kind as standing_kind',
      'entries.state',
      'entries.doubted',
      'questions.asked_count as asked',
    ])
    .where('approvals.scope', '=', scope)
    .where(sql<boolean>`not (coalesce(entries.state, '') in ('fresh', 'suspect') and coalesce(entries.body, '') = approvals.body)`)
    .orderBy(sql`coalesce(questions.asked_count, 0)`, 'desc')
    .orderBy('approvals.question_text')
    .limit(limit)
    .execute()
  const items: ReviewItem[] = []
  for (const row of rows) {
    const body = JSON.parse(row.body) as AnswerBody
    const changes = await changesOf(db, scope, body)
    const isReplaced = row.standing !== null && row.standing !== row.body && row.standing_kind === 'answer'
    items.push({
      id: row.question,
      text: row.question_text,
      why: changes.length > 0 ? 'changed' : row.doubted === 1 || isReplaced ? 'doubted' : 'withdrawn',
      asked: row.asked ?? 0,
      approved: { text: body.text, kind: row.kind, approvedAt: Number(row.approved_at) },
      changes,
      draft: isReplaced && (row.state === 'fresh' || row.state === 'suspect') ? await draftOf(db, scope, row.standing) : null,
    })
  }
  return waiting && items.length < limit ? [...items, ...(await waitingList(db, scope, policy, limit - items.length))] : items
}

async function waitingList(db: Kysely<Schema>, scope: ScopeId, policy: string, limit: number): Promise<readonly ReviewItem[]> {
  const rows = await db
    .selectFrom('questions')
    .leftJoin('entries', (join) =>
      join
        .onRef('entries.scope', '=', 'questions.scope')
        .onRef('entries.question', '=', 'questions.question')
        .on('entries.policy', '=', policy)
        .on('entries.kind', '=', 'answer')
        .on('entries.state', 'in', ['fresh', 'suspect']),
    )
    .select(['questions.question', 'questions.text', 'questions.asked_count', 'entries.body'])
    .where('questions.scope', '=', scope)
    .where('questions.dropped', '=', 0)
    .where('questions.asked_count', '>', 0)
    .where('questions.missed_count', '>', 0)
    .where(
      sql<boolean>`not exists (select 1 from approvals where approvals.scope = questions.scope and approvals.question = questions.question)`,
    )
    .orderBy('questions.asked_count', 'desc')
    .orderBy('questions.last_asked_at', 'desc')
    .orderBy('questions.question')
    .limit(limit)
    .execute()
  const items: ReviewItem[] = []
  for (const { question, text, asked_count: asked, body } of rows) {
    const draft = body === null ? null : await draftOf(db, scope, body)
    items.push({ id: question, text, why: 'waiting', asked, approved: null, changes: [], draft })
  }
  return items
}

async function draftOf(db: Kysely<Schema>, scope: ScopeId, stored: string | null): Promise<ReviewItem['draft']> {
  if (stored === null) return null
  const body = JSON.parse(stored) as AnswerBody
  if (body.text === '') return null
  const places = cite(body, await placesOf(db, scope, body, emptyOverlay))
  return { text: body.text, places: places.map(({ path, startLine }) => `${path}:${startLine}`) }
}

async function changesOf(db: Kysely<Schema>, scope: ScopeId, body: AnswerBody): Promise<readonly ReviewChange[]> {
  const places = await placesOf(db, scope, body, emptyOverlay)
  return body.quotes.flatMap((quote): readonly ReviewChange[] => {
    const place = places.get(quote.passage)
    if (place === undefined) return [{ path: '', line: 0, quote: quote.text, state: 'gone', now: '' }]
    if (place.version === quote.version) return []
    if (place.version === null) return [{ path: place.path, line: place.startLine, quote: quote.text, state: 'gone', now: '' }]
    const now = place.text.length <= shown ? place.text : `${place.text.slice(0, shown).trimEnd()}…`
    return [{ path: place.path, line: place.startLine, quote: quote.text, state: 'changed', now }]
  })
}
