import { sql } from 'kysely'
import { callsIn, type LedgerWindow, savingsIn } from '../../ledger/ledger-window.ts'
import { dollarsOf } from '../../ledger/money.ts'
import { addSaved, predictorsOf, type SavedGroup, type SavedSum, savedSince } from '../../ledger/saved-since.ts'
import { addSpent, type SpentGroup, type SpentSum, spentSince } from '../../ledger/spent-since.ts'
import { isWastedCall } from '../../ledger/wasted-calls.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { Store } from '../../spec/store.ts'
import type { ReverieOptions } from '../reverie.ts'

export interface LedgerRequest {
  /** Epoch ms; absent: from the beginning. */
  readonly since?: number
  /** Epoch ms, exclusive; absent: until now. */
  readonly until?: number
  /** At most this many calls, and as many savings, the last ones. Default 200; totals are of all. */
  readonly limit?: number
}

/** One call as it stands in the ledger. */
export interface LedgerCall {
  readonly kind: 'call'
  readonly id: string
  readonly at: number
  readonly side: 'sleep' | 'ask'
  readonly purpose: string
  readonly model: string
  readonly channel: 'direct' | 'flex' | 'batch'
  readonly predictor: string
  readonly region: string
  /** Id of the question it prepared, or ''. */
  readonly question: string
  /** Sleep run or ask that caused it. */
  readonly cause: string
  /** `open`: reserved and not settled; it counts as its worst case. `released`: it never left, or was turned away unread. */
  readonly state: 'settled' | 'open' | 'released'
  readonly inputTokens: number
  readonly cachedTokens: number
  readonly outputTokens: number
  readonly reasoningTokens: number
  readonly reservedTokens: number
  /** What it counts for; null where the price was unknown. */
  readonly tokens: number
  readonly micros: number | null
  /**
   * Whether it was spent in vain so far: nothing was served for its question since, and it is 30 days old or has nothing left
   * to show for it. `wasted` in the status adds these up.
   */
  readonly isWasted: boolean
}

/** One ask that was served something prepared. */
export interface LedgerSaving {
  readonly kind: 'saving'
  readonly id: string
  readonly at: number
  readonly served: 'hit' | 'adapted'
  readonly entry: string
  readonly predictor: string
  readonly region: string
  /** Id of the question that was prepared. */
  readonly question: string
  readonly tokens: number
  readonly micros: number | null
  readonly ms: number
}

/** A total: calls and savings that agree in one respect. */
export interface LedgerTotalView {
  readonly by: 'side' | 'purpose' | 'model' | 'predictor' | 'region' | 'channel'
  readonly name: string
  readonly spent: SpentSum
}

export interface LedgerView {
  /** Epoch ms, or null for the beginning. */
  readonly since: number | null
  readonly until: number
  readonly rows: readonly (LedgerCall | LedgerSaving)[]
  /** Whether there are more rows than were asked for. */
  readonly isCut: boolean
  readonly spent: SpentSum
  readonly saved: SavedSum
  readonly spentBy: readonly SpentGroup[]
  readonly savedBy: readonly SavedGroup[]
  readonly totals: readonly LedgerTotalView[]
  /** Dollars: saved less spent, each as far as prices are known. */
  readonly netUsd: number | null
  /** What the reader must know with it, in sentences. */
  readonly notes: readonly string[]
}

const defaultLimit = 200
const respects = ['side', 'purpose', 'model', 'predictor', 'region', 'channel'] as const

export interface LedgerParts {
  readonly store: Store
  readonly scope: ScopeId
  readonly model: NonNullable<ReverieOptions['model']> | null
  readonly now: number
}

/** What was spent and saved in a scope. Every total is a sum of the groups beside it. */
export async function ledgerView({ store, scope, model, now }: LedgerParts, request: LedgerRequest): Promise<LedgerView> {
  const { since, until, limit = defaultLimit } = request
  const window: LedgerWindow = { scope, since, until }
  const [spentBy, savedBy] = await Promise.all([spentSince(store.read, window), savedSince(store.read, window)])
  const [calls, savings] = await Promise.all([callRows(store, window, limit, now), savingRows(store, window, limit)])
  const [spent, saved] = [addSpent(spentBy), addSaved(savedBy)]
  return {
    since: since ?? null,
    until: until ?? now,
    rows: [...calls.slice(0, limit), ...savings.slice(0, limit)].sort((one, other) => other.at - one.at),
    isCut: calls.length > limit || savings.length > limit,
    spent,
    saved,
    spentBy,
    savedBy,
    totals: respects.flatMap((by) => totalsBy(spentBy, by)),
    netUsd: saved.answers > 0 && saved.unpricedAnswers === saved.answers ? null : dollarsOf(saved.micros - spent.micros),
    notes: notesOf(spent, saved, model),
  }
}

function totalsBy(groups: readonly SpentGroup[], by: LedgerTotalView['by']): readonly LedgerTotalView[] {
  const names = [...new Set(groups.map((group) => group[by]))]
  const totals = names.map((name) => ({ by, name, spent: addSpent(groups.filter((group) => group[by] === name)) }))
  return totals.sort((one, other) => other.spent.micros - one.spent.micros || other.spent.tokens - one.spent.tokens)
}

async function callRows({ read: db }: Store, window: LedgerWindow, limit: number, now: number): Promise<readonly LedgerCall[]> {
  const rows = await callsIn(db, window)
    .selectAll()
    .select(sql<number>`case when ${isWastedCall(now)} then 1 else 0 end`.as('wasted'))
    .orderBy('at', 'desc')
    .orderBy('id')
    .limit(limit + 1)
    .execute()
  return rows.map((row) => {
    const { state } = row
    const [input, output, reserved] = [Number(row.input_tokens), Number(row.output_tokens), Number(row.reserved_tokens)]
    const counted = state === 'reserved' ? row.reserved_micros : row.micros
    return {
      kind: 'call',
      id: row.id,
      at: Number(row.at),
      side: row.side,
      purpose: row.purpose,
      model: row.model,
      channel: row.channel,
      predictor: row.predictor,
      region: row.region,
      question: row.question,
      cause: row.cause,
      state: state === 'reserved' ? 'open' : state,
      inputTokens: input,
      cachedTokens: Number(row.cached_tokens),
      outputTokens: output,
      reasoningTokens: Number(row.reasoning_tokens),
      reservedTokens: reserved,
      tokens: state === 'reserved' ? reserved : state === 'settled' ? input + output : 0,
      micros: counted === null ? null : Number(counted),
      isWasted: Number(row.wasted) === 1,
    }
  })
}

async function savingRows({ read: db }: Store, window: LedgerWindow, limit: number): Promise<readonly LedgerSaving[]> {
  const rows = await savingsIn(db, window)
    .selectAll()
    .orderBy('at', 'desc')
    .orderBy('ask')
    .limit(limit + 1)
    .execute()
  return rows.map(({ ask, at, served, entry, predictors, region, question, tokens, micros, ms }) => ({
    kind: 'saving',
    id: ask,
    at: Number(at),
    served,
    entry,
    predictor: predictorsOf(predictors).join('+'),
    region,
    question,
    tokens: Number(tokens),
    micros: micros === null ? null : Number(micros),
    ms: Number(ms),
  }))
}

function notesOf(spent: SpentSum, saved: SavedSum, model: LedgerParts['model']): readonly string[] {
  const notes: string[] = []
  if (spent.openCalls > 0)
    notes.push(`${are(spent.openCalls, 'call')} reserved and not settled: in flight, in a batch, or left by a crash; counted in full.`)
  if (spent.unpricedCalls > 0)
    notes.push(
      `Counted in tokens only, as the price was unknown: ${spent.unpricedCalls} of the calls; \`price\` in the configuration sets one.`,
    )
  if (saved.unpricedAnswers > 0) {
    const why = model === null ? 'no model was named' : "the model's price was unknown"
    const [answers, they] = saved.unpricedAnswers === 1 ? ['one answer', 'it was'] : [`${saved.unpricedAnswers} answers`, 'they were']
    notes.push(`What ${answers} saved is counted in tokens only, as ${why} when ${they} served.`)
  }
  return notes
}

function are(count: number, one: string): string {
  return count === 1 ? `1 ${one} is` : `${count} ${one}s are`
}
