import { type Kysely, sql } from 'kysely'
import type { ChannelKind } from '../spec/channel.ts'
import type { Purpose } from '../spec/ledger.ts'
import type { Schema } from '../spec/schema.ts'
import { countedMicros, countedTokens } from './ledger-table.ts'
import { callsIn, type LedgerWindow } from './ledger-window.ts'

/** What calls came to. Sums of integers: parts add up to the whole exactly. */
export interface SpentSum {
  readonly calls: number
  readonly inputTokens: number
  readonly cachedTokens: number
  readonly outputTokens: number
  readonly reasoningTokens: number
  /** Reserved and not settled: in flight, in a batch, or left by a crash; they count in full until they are settled. */
  readonly openCalls: number
  readonly openTokens: number
  readonly openMicros: number
  /** Tokens and micro-dollars that count: settled and open. Calls of unknown price count for no money. */
  readonly tokens: number
  readonly micros: number
  /** Calls whose model's price was unknown: counted in tokens alone. */
  readonly unpricedCalls: number
}

/** Calls that agree in everything the ledger tells them apart by. */
export interface SpentGroup extends SpentSum {
  readonly side: 'sleep' | 'ask'
  readonly purpose: Purpose
  readonly model: string
  readonly channel: ChannelKind
  readonly predictor: string
  readonly region: string
}

export const nothingSpent: SpentSum = {
  calls: 0,
  inputTokens: 0,
  cachedTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
  openCalls: 0,
  openTokens: 0,
  openMicros: 0,
  tokens: 0,
  micros: 0,
  unpricedCalls: 0,
}

/** What was spent in a scope since a time, group by group; calls that never left are left out. */
export async function spentSince(db: Kysely<Schema>, window: LedgerWindow): Promise<readonly SpentGroup[]> {
  const columns = ['side', 'purpose', 'model', 'channel', 'predictor', 'region'] as const
  const open = (column: string) => sql<number>`sum(case state when 'reserved' then coalesce(${sql.ref(column)}, 0) else 0 end)`
  const rows = await callsIn(db, window)
    .where('state', '!=', 'released')
    .select(columns)
    .select((row) => [
      row.fn.countAll<number>().as('calls'),
      row.fn.sum<number>('input_tokens').as('input'),
      row.fn.sum<number>('cached_tokens').as('cached'),
      row.fn.sum<number>('output_tokens').as('output'),
      row.fn.sum<number>('reasoning_tokens').as('reasoning'),
      sql<number>`sum(case state when 'reserved' then 1 else 0 end)`.as('open_calls'),
      open('reserved_tokens').as('open_tokens'),
      open('reserved_micros').as('open_micros'),
      sql<number>`sum(${countedTokens})`.as('tokens'),
      sql<number>`sum(${countedMicros})`.as('counted_micros'),
      sql<number>`sum(case when coalesce(micros, reserved_micros) is null then 1 else 0 end)`.as('unpriced'),
    ])
    .groupBy(columns)
    .orderBy('counted_micros', 'desc')
    .orderBy('side')
    .orderBy('purpose')
    .orderBy('model')
    .orderBy('channel')
    .orderBy('predictor')
    .orderBy('region')
    .execute()
  return rows.map(({ side, purpose, model, channel, predictor, region, ...row }) => ({
    side,
    purpose: purpose as Purpose,
    model,
    channel,
    predictor,
    region,
    calls: Number(row.calls),
    inputTokens: Number(row.input),
    cachedTokens: Number(row.cached),
    outputTokens: Number(row.output),
    reasoningTokens: Number(row.reasoning),
    openCalls: Number(row.open_calls),
    openTokens: Number(row.open_tokens),
    openMicros: Number(row.open_micros),
    tokens: Number(row.tokens),
    micros: Number(row.counted_micros),
    unpricedCalls: Number(row.unpriced),
  }))
}

/** Adds up sums of calls. */
export function addSpent(sums: readonly SpentSum[]): SpentSum {
  const total: { -readonly [Key in keyof SpentSum]: number } = { ...nothingSpent }
  for (const sum of sums) for (const key of Object.keys(nothingSpent) as (keyof SpentSum)[]) total[key] += sum[key]
  return total
}
