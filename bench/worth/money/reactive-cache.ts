import { cosineOf } from '../../../src/retrieve/nearest-by-cosine.ts'
import { type AskOutcome, outcomeOf } from './ask-outcome.ts'

/**
 * A plain reactive semantic cache over the same live answers: an ask whose vector is within `bar` of one answered before
 * gets that answer, whatever has changed since; else it is answered live and kept. Refusals are kept, too.
 */
export function reactiveCache(
  live: readonly AskOutcome[],
  { vectors, bar }: { readonly vectors: readonly Int8Array[]; readonly bar: number },
): readonly AskOutcome[] {
  const kept: { readonly vector: Int8Array; readonly text: string | null }[] = []
  return live.map((outcome, at) => {
    const vector = vectors[at] ?? new Int8Array()
    let best: { readonly cosine: number; readonly text: string | null } | null = null
    for (const one of kept) {
      const cosine = cosineOf(vector, one.vector)
      if (cosine >= bar && cosine > (best?.cosine ?? -1)) best = { cosine, text: one.text }
    }
    if (best !== null) return outcomeOf(outcome.ask, best.text, { isHit: true, inputTokens: 0, outputTokens: 0 })
    kept.push({ vector, text: outcome.text })
    return outcome
  })
}
