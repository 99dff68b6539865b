import type { LanguageModelV4GenerateResult } from '@ai-sdk/provider'
import type { Spend } from '../../spec/answer.ts'
import type { BatchProvider, BatchResult, ChannelCall } from '../../spec/channel.ts'
import { noSpend } from '../../spec/ledger.ts'
import type { Statement } from '../../spec/store.ts'
import { addSpends } from '../add-spends.ts'
import { releaseStatement, type Settlement, settleStatement } from '../ledger-table.ts'
import { modelFailure } from '../model-failure.ts'
import { dollarsOf, microsOf, type TokenUse } from '../money.ts'
import { usageOf } from '../usage-of.ts'
import { type BatchCounts, countReturned } from './batch-report.ts'
import { type BatchCallRow, type BatchRow, endCallStatement, lineId } from './batch-rows.ts'
import type { BatchWorld } from './batch-world.ts'

/** Results committed together. */
const slice = 100

/** Whatever was asked: only what a response says of itself is read here. */
const anyCall: ChannelCall = { prompt: [{ role: 'user', content: [{ type: 'text', text: '.' }] }], maxOutputTokens: 1 }

export interface ReadBatch {
  readonly batch: BatchRow
  readonly reference: string
  /** Those that wait for a result. */
  readonly calls: readonly BatchCallRow[]
}

/**
 * Reads the results of a batch, line by line, each kept with its settlement or release in one transaction. The first line of
 * a call counts; lines that nobody sent, and those that cannot be read, change nothing. Returns how many answered lines
 * were seen, unreadable ones among them, also where the download broke off.
 */
export async function readResults(
  world: BatchWorld,
  counts: BatchCounts,
  { batch, reference, calls }: ReadBatch,
  signal: AbortSignal | undefined,
): Promise<{ readonly answered: number }> {
  const provider = await world.provider()
  const waiting = new Map(calls.map((call) => [lineId(batch.batch, call.call), call]))
  const seen = new Set<string>()
  let unreadable = 0
  let answered = 0
  let ended: Ended[] = []
  const keep = async (): Promise<void> => {
    const statements = ended.flatMap((one) => one.statements)
    if (statements.length > 0) await world.store.write(statements)
    counts.spend = addSpends([counts.spend, ...ended.map(({ spend }) => spend)])
    for (const { returned } of ended) {
      if (returned === null) counts.answered += 1
      else countReturned(counts, returned)
    }
    ended = []
  }
  try {
    for await (const result of provider.results(reference, signal)) {
      if (result.kind === 'unreadable') unreadable += 1
      else if (!seen.has(result.id)) {
        seen.add(result.id)
        if (result.kind === 'answered') answered += 1
        const call = waiting.get(result.id)
        if (call !== undefined) ended.push(await endOf(world, provider, call, result))
      }
      if (ended.length >= slice) await keep()
    }
  } catch (cause) {
    // What came before is as good as ever, and counting tells that it was not all.
    counts.problems.push(`results of a batch broke off: ${modelFailure(world.model, cause, world.clock.now()).error.message}`)
  }
  await keep()
  return { answered: answered + unreadable }
}

interface Ended {
  readonly statements: readonly Statement[]
  /** Why it came back, or null where it was answered. */
  readonly returned: string | null
  readonly spend: Spend
}

async function endOf(
  { store, clock, model, price }: BatchWorld,
  provider: BatchProvider,
  call: BatchCallRow,
  result: Exclude<BatchResult, { kind: 'unreadable' }>,
): Promise<Ended> {
  const db = store.read
  const at = clock.now()
  if (result.kind !== 'answered') {
    const state = result.kind === 'failed' && !result.isRetryable ? 'failed' : 'expired'
    const end = endCallStatement(db, call, { state, reason: result.reason, at, request: '' })
    return { statements: [end, releaseStatement(db, call.ledger)], returned: result.reason, spend: noSpend }
  }
  let replayed: LanguageModelV4GenerateResult | null = null
  let reason = ''
  try {
    replayed = await provider.replay(anyCall, result.response)
  } catch (cause) {
    reason = `its answer cannot be read: ${modelFailure(model, cause, at).error.message}`
  }
  const settlement = await settlementOf(store.read, call.ledger, price, usageOf(replayed?.usage ?? null))
  const { inputTokens, outputTokens, micros } = settlement
  const spend = { inputTokens, outputTokens, usd: dollarsOf(micros) }
  const settle = settleStatement(db, call.ledger, settlement)
  const stopped = replayed?.finishReason.unified
  if (stopped === 'error' || stopped === 'interrupted') reason = `the model stopped before it had finished (${stopped})`
  if (reason === '') {
    const answered = endCallStatement(db, call, { state: 'answered', response: result.response, at })
    return { statements: [answered, settle], returned: null, spend }
  }
  const state = replayed === null ? 'failed' : 'expired'
  return { statements: [endCallStatement(db, call, { state, reason, at }), settle], returned: reason, spend }
}

/** A call that does not say what it used counts as its worst case. */
async function settlementOf(
  db: BatchWorld['store']['read'],
  ledger: string,
  price: BatchWorld['price'],
  used: TokenUse | null,
): Promise<Settlement> {
  if (used !== null) return { ...used, micros: microsOf(price, used) }
  const row = await db.selectFrom('ledger').select(['reserved_tokens', 'reserved_micros']).where('id', '=', ledger).executeTakeFirst()
  const micros = row?.reserved_micros ?? null
  return {
    inputTokens: Number(row?.reserved_tokens ?? 0),
    cachedTokens: 0,
    outputTokens: 0,
    micros: micros === null ? null : Number(micros),
  }
}
