import { type Kysely, sql } from 'kysely'
import { placesOf } from '../../ask/check-freshness.ts'
import { cite } from '../../ask/cite.ts'
import { emptyOverlay } from '../../ask/overlay.ts'
import { readDecisionRecord } from '../../cache/decision-record.ts'
import { toEntry } from '../../cache/entries-table.ts'
import { toClaim } from '../../distil/claims-table.ts'
import { approvedAt } from '../../lineage/approvals.ts'
import { toQuestion } from '../../predict/questions-table.ts'
import type { Answer, AnswerBody } from '../../spec/answer.ts'
import type { Quote } from '../../spec/claim.ts'
import { ReverieError } from '../../spec/errors.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { Schema } from '../../spec/schema.ts'
import type { WhyView } from '../reverie.ts'
import { lineageView } from './lineage-view.ts'
import type { MatchSources } from './match-calibration.ts'
import { matchDecisionView } from './match-decision-view.ts'

/** Explains an ask, entry, claim or distillate by the start of its id. */
export async function whyView(db: Kysely<Schema>, scope: ScopeId, id: string, sources: MatchSources): Promise<WhyView> {
  if (id.trim().length < 3)
    throw new ReverieError('bad-argument', `"${id}" is too short for an id.`, { hint: 'Give at least its first three characters.' })
  const found =
    (await whyAsk(db, scope, id, sources)) ??
    (await whyEntry(db, scope, id)) ??
    (await whyClaim(db, scope, id)) ??
    (await whyDistillate(db, scope, id)) ??
    (await whyQuestion(db, scope, id))
  if (found === null)
    throw new ReverieError('not-found', `No ask, prepared answer, question, claim or summary has an id that starts with "${id}".`, {
      hint: 'Each answer of `reverie ask` names its id with --json or --verbose.',
    })
  return found
}

/** Ids hold `_` and `-`, which LIKE would read as wildcards. */
function startsWith(column: string, id: string) {
  return sql<boolean>`substr(${sql.ref(column)}, 1, ${id.length}) = ${id}`
}

function only<Row>(rows: readonly Row[], id: string): Row | null {
  if (rows.length > 1) throw new ReverieError('bad-argument', `More than one id starts with "${id}".`, { hint: 'Give more of it.' })
  return rows[0] ?? null
}

async function whyAsk(db: Kysely<Schema>, scope: ScopeId, id: string, sources: MatchSources): Promise<WhyView | null> {
  const row = only(
    await db.selectFrom('records').selectAll().where('scope', '=', scope).where(startsWith('ask', id)).limit(2).execute(),
    id,
  )
  if (row === null) return null
  const answer = JSON.parse(row.answer) as Answer
  const { match, candidates } = await matchDecisionView(db, scope, { record: readDecisionRecord(row.decision), answer }, sources)
  return {
    kind: 'ask',
    id: row.ask,
    title: row.question,
    state: row.served,
    facts: [
      { label: 'asked', value: new Date(row.at).toISOString() },
      { label: 'sources', value: answer.freshness.note ?? answer.freshness.state },
      { label: 'took', value: `${answer.timings.totalMs.toFixed(1)} ms` },
    ],
    evidence: answer.citations.map((citation) => ({ role: 'cited', ...citation, state: 'unchanged' as const })),
    lineage: row.entry === null ? null : ((await whyEntry(db, scope, row.entry))?.lineage ?? null),
    candidates,
    match,
    decision: answer.decision,
  }
}

async function evidenceOf(db: Kysely<Schema>, scope: ScopeId, quotes: readonly Quote[]): Promise<WhyView['evidence']> {
  const evidence = []
  for (const quote of quotes) {
    const body: AnswerBody = { shape: 'quotation', text: '', quotes: [quote], notes: [] }
    const places = await placesOf(db, scope, body, emptyOverlay)
    const [citation] = cite(body, places)
    const place = places.get(quote.passage)
    const state = place === undefined || place.version === null ? 'gone' : place.version === quote.version ? 'unchanged' : 'changed'
    evidence.push({
      role: 'cited',
      path: citation?.path ?? '',
      startLine: citation?.startLine ?? null,
      endLine: citation?.endLine ?? null,
      state,
      quote: quote.text,
    } as const)
  }
  return evidence
}

async function whyEntry(db: Kysely<Schema>, scope: ScopeId, id: string): Promise<WhyView | null> {
  const row = only(
    await db
      .selectFrom('entries')
      .selectAll()
      .select(approvedAt.as('approved_at'))
      .where('scope', '=', scope)
      .where(startsWith('entry', id))
      .limit(2)
      .execute(),
    id,
  )
  if (row === null) return null
  const entry = toEntry(row)
  return {
    kind: 'entry',
    id: entry.id,
    title: entry.questionText,
    state: entry.state,
    facts: [
      { label: 'answer', value: entry.body.text },
      { label: 'made', value: `${new Date(entry.madeAt).toISOString()} by ${entry.preparedBy}` },
      ...(entry.approvedAt === null || entry.approvedAt === undefined
        ? []
        : [{ label: 'approved', value: `${new Date(entry.approvedAt).toISOString()} by a person` }]),
      { label: 'status', value: entry.status },
      { label: 'verdict', value: entry.verdict },
      { label: 'effort', value: entry.model === null ? `${entry.effort}, extractive` : `${entry.effort}, ${entry.model}` },
      { label: 'served', value: `${row.served_count} times` },
    ],
    evidence: await evidenceOf(db, scope, entry.body.quotes),
    lineage: await lineageView(db, scope, {
      id: entry.id,
      kind: 'entry',
      label: entry.questionText,
      state: row.soft_since === null ? entry.state : 'soft-stale',
      claims: await claimsOfQuestion(db, scope, entry.question),
    }),
    candidates: [],
    match: null,
    decision: null,
  }
}

/** A question by the id that lists of questions print: what is prepared for it. */
async function whyQuestion(db: Kysely<Schema>, scope: ScopeId, id: string): Promise<WhyView | null> {
  const row = only(
    await db
      .selectFrom('questions')
      .innerJoin('entries', (join) =>
        join.onRef('entries.scope', '=', 'questions.scope').onRef('entries.question', '=', 'questions.question'),
      )
      .select('entries.entry')
      .where('questions.scope', '=', scope)
      .where(startsWith('questions.question', id))
      .limit(2)
      .execute(),
    id,
  )
  return row === null ? null : whyEntry(db, scope, row.entry)
}

/** The claims a predicted question was worded from. */
async function claimsOfQuestion(db: Kysely<Schema>, scope: ScopeId, question: string): Promise<readonly string[]> {
  const row = await db.selectFrom('questions').selectAll().where('scope', '=', scope).where('question', '=', question).executeTakeFirst()
  const about = row === undefined ? null : toQuestion(row).about
  return about?.kind === 'claim' ? about.claims : []
}

async function whyClaim(db: Kysely<Schema>, scope: ScopeId, id: string): Promise<WhyView | null> {
  const row = only(
    await db.selectFrom('claims').selectAll().where('scope', '=', scope).where(startsWith('claim', id)).limit(2).execute(),
    id,
  )
  if (row === null) return null
  const claim = toClaim(row)
  return {
    kind: 'claim',
    id: claim.id,
    title: claim.text,
    state: row.state,
    facts: [
      { label: 'type', value: claim.type },
      { label: 'subject', value: claim.subject },
      ...(claim.value === null ? [] : [{ label: 'value', value: claim.value }]),
      { label: 'quotes', value: claim.stamp },
    ],
    evidence: await evidenceOf(db, scope, claim.quotes),
    lineage: await lineageView(db, scope, { id: claim.id, kind: 'claim', label: claim.text, state: row.state, claims: [] }),
    candidates: [],
    match: null,
    decision: null,
  }
}

async function whyDistillate(db: Kysely<Schema>, scope: ScopeId, id: string): Promise<WhyView | null> {
  const row = only(
    await db.selectFrom('distillates').selectAll().where('scope', '=', scope).where(startsWith('distillate', id)).limit(2).execute(),
    id,
  )
  if (row === null) return null
  const ids = JSON.parse(row.claims) as string[]
  const claims =
    ids.length === 0
      ? []
      : await db.selectFrom('claims').selectAll().where('scope', '=', scope).where('claim', 'in', ids.slice(0, 50)).execute()
  return {
    kind: 'distillate',
    id: row.distillate,
    title: row.label,
    state: row.state,
    facts: [
      { label: 'level', value: row.level },
      { label: 'headline', value: row.headline },
      { label: 'claims', value: String(ids.length) },
      { label: 'made', value: new Date(row.made_at).toISOString() },
    ],
    evidence: await evidenceOf(
      db,
      scope,
      claims.flatMap((claim) => toClaim(claim).quotes.slice(0, 1)),
    ),
    lineage: await lineageView(db, scope, { id: row.distillate, kind: 'distillate', label: row.label, state: row.state, claims: ids }),
    candidates: [],
    match: null,
    decision: null,
  }
}
