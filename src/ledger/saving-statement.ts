import { type Kysely, sql } from 'kysely'
import type { Spend } from '../spec/answer.ts'
import type { ModelPrice } from '../spec/ledger.ts'
import type { Schema } from '../spec/schema.ts'
import { type Statement, statement } from '../spec/store.ts'
import { dayOf } from './ledger-table.ts'
import { microsFromDollars, microsOf } from './money.ts'

/** One ask that was served something prepared, against the live answer it made unnecessary. */
export interface Saving {
  readonly scope: string
  readonly ask: string
  readonly at: number
  readonly served: 'hit' | 'adapted'
  readonly entry: string
  /** Question the entry was prepared for, as in `questions`; it need not be there. */
  readonly question: string
  readonly region: string
  /** Tokens of the prompt that a live answer by a model would have been sent. */
  readonly promptTokens: number
  /** Tokens of the text served: a live answer would have written it. */
  readonly answerTokens: number
  /** What the ask itself spent on judging, rewriting and editing. */
  readonly spend: Spend
  /** Price of a live call by the configured model; null where none is named or it is unknown. */
  readonly price: ModelPrice | null
  /** Milliseconds that a live answer would have taken longer. */
  readonly ms: number
}

/** Writes what an ask saved, with the origins of its question as they are when it is written. Written once an ask. */
export function savingStatement(db: Kysely<Schema>, saving: Saving): Statement {
  const { scope, ask, at, served, entry, question, region, promptTokens, answerTokens, spend, price, ms } = saving
  const live = microsOf(price, { inputTokens: promptTokens, cachedTokens: 0, outputTokens: answerTokens })
  const spent = spend.usd === null ? null : microsFromDollars(spend.usd)
  const ofQuestion = db.selectFrom('questions').select('origins').where('scope', '=', scope).where('question', '=', question)
  return statement(
    db
      .insertInto('savings')
      .values({
        scope,
        ask,
        at,
        day: dayOf(at),
        served,
        entry,
        question,
        predictors: sql<string>`coalesce((${ofQuestion}), '[]')`,
        region,
        tokens: promptTokens + answerTokens - spend.inputTokens - spend.outputTokens,
        micros: live === null || spent === null ? null : live - spent,
        ms,
      })
      .onConflict((conflict) => conflict.columns(['scope', 'ask']).doNothing()),
  )
}
