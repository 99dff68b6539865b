import { savingStatement } from '../ledger/saving-statement.ts'
import type { Statement } from '../spec/store.ts'
import type { AskDependencies } from './ask-types.ts'
import type { AskRecord } from './record-ask.ts'

/** A token of English text, roughly; exact counting would start a thread for every answer served. */
const charactersPerToken = 4

/**
 * What an ask that was served something prepared saved against a live answer by a model: its prompt, as counted when the
 * answer was prepared, and the text served, less what the ask spent. Nothing for other asks.
 */
export async function savingOf(
  { store, clock, liveCost }: Pick<AskDependencies, 'store' | 'clock' | 'liveCost'>,
  { at, answer, entry }: Pick<AskRecord, 'at' | 'answer' | 'entry'>,
): Promise<readonly Statement[]> {
  if (entry === null || (answer.served !== 'hit' && answer.served !== 'adapted')) return []
  const { scope } = at.scope
  const now = clock.now()
  const liveMs = (await liveCost?.latency(scope, now)) ?? null
  return [
    savingStatement(store.read, {
      scope,
      ask: answer.id,
      at: now,
      served: answer.served,
      entry: entry.id,
      question: entry.question,
      region: entry.region,
      promptTokens: answer.savedTokens,
      answerTokens: Math.ceil(answer.text.length / charactersPerToken),
      spend: answer.spend,
      price: liveCost?.price(now) ?? null,
      ms: liveMs === null ? 0 : Math.max(0, liveMs - answer.timings.totalMs),
    }),
  ]
}
