import { type Kysely, sql } from 'kysely'
import type { Schema } from '../spec/schema.ts'
import { type LedgerWindow, savingsIn } from './ledger-window.ts'

/** What prepared answers saved. Sums of integers, but for the time: parts add up to the whole exactly. */
export interface SavedSum {
  readonly answers: number
  /** Less what the asks spent: may be below 0. */
  readonly tokens: number
  /** Micro-dollars; answers whose model's price was unknown count for none. */
  readonly micros: number
  readonly unpricedAnswers: number
  /** Milliseconds, estimated. */
  readonly ms: number
}

/** Savings by how they were served, and by the predictors and region of the question that was prepared. */
export interface SavedGroup extends SavedSum {
  readonly served: 'hit' | 'adapted'
  /** Predictors of the question, joined by `+`, or ''. */
  readonly predictor: string
  readonly region: string
}

export const nothingSaved: SavedSum = { answers: 0, tokens: 0, micros: 0, unpricedAnswers: 0, ms: 0 }

/** What was saved in a scope since a time, group by group. */
export async function savedSince(db: Kysely<Schema>, window: LedgerWindow): Promise<readonly SavedGroup[]> {
  const columns = ['served', 'predictors', 'region'] as const
  const rows = await savingsIn(db, window)
    .select(columns)
    .select((row) => [
      row.fn.countAll<number>().as('answers'),
      row.fn.sum<number>('tokens').as('saved_tokens'),
      sql<number>`coalesce(sum(micros), 0)`.as('saved_micros'),
      sql<number>`sum(case when micros is null then 1 else 0 end)`.as('unpriced'),
      row.fn.sum<number>('ms').as('saved_ms'),
    ])
    .groupBy(columns)
    .orderBy('saved_tokens', 'desc')
    .orderBy('served')
    .orderBy('predictors')
    .orderBy('region')
    .execute()
  return rows.map(({ served, predictors, region, ...row }) => ({
    served,
    predictor: predictorsOf(predictors).join('+'),
    region,
    answers: Number(row.answers),
    tokens: Number(row.saved_tokens),
    micros: Number(row.saved_micros),
    unpricedAnswers: Number(row.unpriced),
    ms: Number(row.saved_ms),
  }))
}

/** Adds up sums of savings. */
export function addSaved(sums: readonly SavedSum[]): SavedSum {
  const total: { -readonly [Key in keyof SavedSum]: number } = { ...nothingSaved }
  for (const sum of sums) for (const key of Object.keys(nothingSaved) as (keyof SavedSum)[]) total[key] += sum[key]
  return total
}

/** The predictors of a savings row: a JSON array of strings. */
export function predictorsOf(json: string): readonly string[] {
  const parsed: unknown = JSON.parse(json)
  return Array.isArray(parsed) ? parsed.map(String) : []
}
