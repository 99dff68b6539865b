import { sql } from 'kysely'
import { changeSourceId } from '../../corpus/change-source-id.ts'
import type { Spend } from '../../spec/answer.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { Store } from '../../spec/store.ts'
import { cleanUpOwed } from '../clean-up.ts'
import type { ModelOffer, StatusView } from '../reverie.ts'
import { economyView } from './economy-view.ts'
import { layersView } from './layers-view.ts'
import type { MatchSources } from './match-calibration.ts'
import { matchStatus } from './match-status.ts'
import { type OwedInput, owedView } from './owed-view.ts'
import { stateOf } from './questions-view.ts'

export interface StatusInput {
  readonly store: Store
  readonly scope: ScopeId
  readonly folder: string
  readonly policy: string
  readonly embedder: string
  readonly database: { readonly path: string; readonly bytes: number }
  readonly model: string | null
  readonly offers: readonly ModelOffer[]
  /** Epoch ms. */
  readonly now: number
  readonly match: MatchSources
  /** Dollars a second of waiting is worth, and least return: absent, the defaults. */
  readonly valueOfSecond?: number | undefined
  readonly returnFloor?: number | undefined
  /** Of the next sleep. */
  readonly sleep: Pick<OwedInput, 'reader' | 'terms' | 'distiller'>
}

/** What is there, what is owed and what was spent. */
export async function statusView(input: StatusInput): Promise<StatusView> {
  const { store, scope, policy } = input
  const db = store.read
  const count = async (table: 'documents' | 'passages' | 'claims' | 'distillates'): Promise<number> => {
    const base = db
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('scope', '=', scope)
    const row = await (table === 'documents'
      ? base.where(sql<boolean>`state = 'live' and source <> ${changeSourceId}`)
      : table === 'passages'
        ? base.where(
            sql<boolean>`version is not null and document not in (select document from documents where scope = ${scope} and source = ${changeSourceId})`,
          )
        : base.where(sql<boolean>`state = 'fresh'`)
    ).executeTakeFirst()
    return Number(row?.count ?? 0)
  }
  const questions = await db
    .selectFrom('questions')
    .leftJoin('entries', (join) =>
      join
        .onRef('entries.scope', '=', 'questions.scope')
        .onRef('entries.question', '=', 'questions.question')
        .on('entries.policy', '=', policy),
    )
    .select([stateOf().as('state'), sql<number>`count(*)`.as('count')])
    .where('questions.scope', '=', scope)
    .groupBy(stateOf())
    .execute()
  const entries = await db
    .selectFrom('entries')
    .select(['state', sql<number>`count(*)`.as('count')])
    .where('scope', '=', scope)
    .where('kind', '=', 'answer')
    .groupBy('state')
    .execute()
  const asks = await db
    .selectFrom('records')
    .select(['served', 'prepared_by', sql<number>`count(*)`.as('count')])
    .where('scope', '=', scope)
    .groupBy(['served', 'prepared_by'])
    .execute()
  const run = await db
    .selectFrom('runs')
    .selectAll()
    .where('scope', '=', scope)
    .where('kind', '=', 'sleep')
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const owed = await owedView({ ...input, ...input.sleep })
  return {
    folder: input.folder,
    scope,
    database: { ...input.database, writable: store.writable.ok, reason: store.writable.ok ? null : store.writable.reason },
    documents: await count('documents'),
    passages: await count('passages'),
    claims: await count('claims'),
    distillates: await count('distillates'),
    questions: Object.fromEntries(questions.map((row) => [row.state, Number(row.count)])),
    entries: Object.fromEntries(entries.map((row) => [row.state, Number(row.count)])),
    asks: Object.fromEntries(
      asks.map((row) => [row.prepared_by === 'ask' ? `${row.served}, prepared by an earlier ask` : row.served, Number(row.count)]),
    ),
    owed,
    layers: await layersView({ db, scope, embedder: input.embedder, policy, owedVectors: owed.vectors, owedQuestions: owed.questions }),
    match: await matchStatus({ db, scope, now: input.now, sources: input.match }),
    waiting: await countOf(input, 'editions'),
    forgotten: { count: await countOf(input, 'tombstones'), pending: await cleanUpOwed(store, scope) },
    lastSleep:
      run === undefined ? null : { at: run.started_at, state: run.state, durationMs: (run.ended_at ?? run.started_at) - run.started_at },
    spend: { sleep: await spendOf(input, 'sleep'), ask: await spendOf(input, 'ask') },
    economy: await economyView({
      store,
      scope,
      now: input.now,
      hasModel: input.model !== null,
      valueOfSecond: input.valueOfSecond,
      returnFloor: input.returnFloor,
    }),
    model: input.model,
    offers: input.offers,
  }
}

async function countOf({ store, scope }: StatusInput, table: 'editions' | 'tombstones'): Promise<number> {
  const row = await store.read
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('scope', '=', scope)
    .executeTakeFirst()
  return Number(row?.count ?? 0)
}

async function spendOf({ store, scope }: StatusInput, side: 'sleep' | 'ask'): Promise<Spend> {
  const row = await store.read
    .selectFrom('ledger')
    .select([
      sql<number>`coalesce(sum(input_tokens), 0)`.as('input'),
      sql<number>`coalesce(sum(output_tokens), 0)`.as('output'),
      sql<number>`coalesce(sum(micros), 0)`.as('micros'),
      sql<number>`coalesce(sum(case when micros is null and state = 'settled' then 1 else 0 end), 0)`.as('unpriced'),
    ])
    .where('scope', '=', scope)
    .where('side', '=', side)
    .where('state', '!=', 'released')
    .executeTakeFirst()
  return {
    inputTokens: Number(row?.input ?? 0),
    outputTokens: Number(row?.output ?? 0),
    usd: Number(row?.unpriced ?? 0) > 0 ? null : Number(row?.micros ?? 0) / 1e6,
  }
}
