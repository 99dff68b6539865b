import type { Entry } from '../cache/entry.ts'

/** What a soft-stale answer is judged by. */
export interface SoftTerms {
  readonly freshness: 'strict' | 'bounded'
  /** How long it is served after what it read has changed. */
  readonly softStaleMs: number
  /** Epoch ms. */
  readonly now: number
  /** The skill that would make it now. */
  readonly reader: { readonly recipe: string; readonly model: string | null }
}

/** A mark in words, why it may not be served at all, or neither. */
export type Softness = { readonly note: string | null } | { readonly stale: string }

/**
 * Whether something the answer rests on without citing it has changed: what it read, for a bounded time and never where
 * that must be strict; or how answers are made, which only marks it. `since`: when what it read changed, or null.
 */
export function softness(entry: Entry, since: number | null, { freshness, softStaleMs, now, reader }: SoftTerms): Softness {
  if (since !== null) {
    if (freshness === 'strict') return { stale: 'something it was made from without citing it has changed' }
    if (now - since > softStaleMs)
      return { stale: `something it was made from without citing it changed more than ${spelt(softStaleMs)} ago` }
    return {
      note: `something it was made from without citing it has changed since ${new Date(since).toISOString()}; it is made again at the next sleep`,
    }
  }
  return { note: isOtherRecipe(entry, reader) ? 'it was made by another version of the reader and is served until it is made again' : null }
}

/** Only a reader of the same kind replaces it; lists are gathered, not read. */
function isOtherRecipe({ kind, shape, preparedBy, recipe, model }: Entry, reader: SoftTerms['reader']): boolean {
  return kind === 'answer' && shape !== 'list' && preparedBy === 'sleep' && model === reader.model && recipe !== reader.recipe
}

function spelt(milliseconds: number): string {
  const hours = milliseconds / 3_600_000
  return hours >= 1 ? `${Math.round(hours * 10) / 10} hours` : `${Math.round(milliseconds / 1000)} seconds`
}
