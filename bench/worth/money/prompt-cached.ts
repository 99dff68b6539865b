import { countTokens } from '../../../src/ledger/count-tokens.ts'
import type { Stream } from '../streams/stream.ts'
import { type AskOutcome, outcomeOf } from './ask-outcome.ts'

/** How long a provider keeps a prompt's prefix after its last use; 5 minutes is usual, an hour the most that is sold. */
export const prefixKeptMs = 3_600_000
/** Larger corpora are not sent whole. */
export const mostPrefixTokens = 200_000
/** Beside the documents: rules and the question. */
const ruleTokens = 320

/**
 * The usual way without an index: every ask is sent all documents of its moment as one prefix that the provider caches while
 * it is used and unchanged. Answers are taken to be those of live retrieval. Null where the documents do not fit.
 */
export async function promptCached(stream: Stream, live: readonly AskOutcome[]): Promise<readonly AskOutcome[] | null> {
  const documents: { readonly at: number; readonly until: number; readonly tokens: number }[] = []
  for (const { text, at = 0, until = Number.POSITIVE_INFINITY } of stream.documents)
    documents.push({ at, until, tokens: await countTokens(text) })
  const outcomes: AskOutcome[] = []
  let last = { at: Number.NEGATIVE_INFINITY, changed: Number.NEGATIVE_INFINITY }
  for (const { ask, text, outputTokens } of live) {
    const there = documents.filter(({ at, until }) => at <= ask.at && ask.at < until)
    const prefix = there.reduce((sum, { tokens }) => sum + tokens, ruleTokens)
    if (prefix > mostPrefixTokens) return null
    const changed = documents.reduce((latest, { at, until }) => {
      return Math.max(latest, at <= ask.at ? at : latest, until <= ask.at ? until : latest)
    }, Number.NEGATIVE_INFINITY)
    const isKept = ask.at - last.at <= prefixKeptMs && changed <= last.at
    last = { at: ask.at, changed }
    const inputTokens = prefix + (await countTokens(ask.question))
    outcomes.push(outcomeOf(ask, text, { isHit: false, inputTokens, cachedTokens: isKept ? prefix : 0, outputTokens }))
  }
  return outcomes
}
