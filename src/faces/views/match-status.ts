import { type Kysely, sql } from 'kysely'
import { interval } from '../../cache/calibration/clopper-pearson.ts'
import { gatesOf } from '../../cache/gates-table.ts'
import { countLabels, type LabelCount } from '../../cache/labels/labels-table.ts'
import { byQuotationAlone } from '../../cache/labels/match-judgement.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { KeyKind } from '../../spec/key-kind.ts'
import type { Schema } from '../../spec/schema.ts'
import { decidingCalibration, type MatchSources } from './match-calibration.ts'
import { calibrationView } from './match-standing.ts'
import type { MatchStatusView } from './match-view.ts'

export interface MatchStatusInput {
  readonly db: Kysely<Schema>
  readonly scope: ScopeId
  readonly now: number
  readonly sources: MatchSources
}

const confidence = 0.95
/** Coverage is of so many asks at most, none older than so long. */
const coveredAsks = 500
const coveredMs = 30 * 86_400_000

/** How the match decision of a scope stands. */
export async function matchStatus(input: MatchStatusInput): Promise<MatchStatusView> {
  const { db, scope, sources } = input
  const calibration = await decidingCalibration(db, scope, sources)
  const closed = [...(await gatesOf(db, scope)).values()].filter(({ state }) => state === 'closed')
  const { feedback, shadow, verifier, synthetic } = await countLabels(db, scope)
  return {
    promise: sources.promise,
    measured: await measured(input),
    calibration: calibration === null ? null : calibrationView(calibration, sources.promise),
    labels: { feedback: all(feedback), shadow: all(shadow), verifier: all(verifier), synthetic: all(synthetic) },
    coverage: await coverage(input),
    gate: closed.length === 0 ? 'open' : 'closed',
    closed: closed.map(({ class: name, reason, at }) => ({ class: name, reason, at })),
    keys: await keysByKind(input),
  }
}

/** Of what was served as a hit and judged afterwards, the share that was wrong; a person's word counts over a check's. */
async function measured({ db, scope }: MatchStatusInput): Promise<MatchStatusView['measured']> {
  const row = await db
    .selectFrom('labels')
    .select([sql<number>`count(*)`.as('judged'), sql<number>`coalesce(sum(1 - same), 0)`.as('wrong')])
    .where('scope', '=', scope)
    .where('served', '=', 1)
    .where('recipe', '!=', byQuotationAlone)
    .where((where) =>
      where.or([
        where('source', '=', 'feedback'),
        where.and([
          where('source', '=', 'shadow'),
          where.not(
            where.exists(
              where
                .selectFrom('labels as heard')
                .select('heard.label')
                .whereRef('heard.scope', '=', 'labels.scope')
                .whereRef('heard.entry', '=', 'labels.entry')
                .whereRef('heard.normalised', '=', 'labels.normalised')
                .where('heard.source', '=', 'feedback')
                .where('heard.served', '=', 1),
            ),
          ),
        ]),
      ]),
    )
    .executeTakeFirst()
  const [judged, wrong] = [Number(row?.judged ?? 0), Number(row?.wrong ?? 0)]
  const { lower, upper } = interval(wrong, judged, confidence)
  return { judged, wrong, rate: judged === 0 ? null : wrong / judged, low: lower, high: upper }
}

/** The newest asks, and how many of them a prepared answer served. */
async function coverage({ db, scope, now }: MatchStatusInput): Promise<MatchStatusView['coverage']> {
  const rows = await db
    .selectFrom('records')
    .select('served')
    .where('scope', '=', scope)
    .where('at', '>', now - coveredMs)
    .orderBy('at', 'desc')
    .limit(coveredAsks)
    .execute()
  const prepared = rows.filter(({ served }) => served === 'hit' || served === 'adapted').length
  return { asks: rows.length, prepared, share: rows.length === 0 ? null : prepared / rows.length }
}

async function keysByKind({ db, scope }: MatchStatusInput): Promise<MatchStatusView['keys']> {
  const rows = await db
    .selectFrom('keys')
    .select(['kind', sql<number>`count(*)`.as('count')])
    .where('scope', '=', scope)
    .where('active', '=', 1)
    .groupBy('kind')
    .execute()
  const of = (kind: KeyKind) => Number(rows.find((row) => row.kind === kind)?.count ?? 0)
  return { question: of('question'), paraphrase: of('paraphrase'), confirmed: of('confirmed'), 'near-miss': of('near-miss') }
}

function all({ same, different }: LabelCount): number {
  return same + different
}
