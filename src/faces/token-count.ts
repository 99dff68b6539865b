import { openTokenCounter } from '../adapters/tokens/open-token-counter.ts'
import { buildReaderPrompt } from '../preanswer/prompts/reader-prompt.ts'
import type { ReadRequest } from '../spec/skills.ts'

/** Counts, off the calling thread, what a model would be sent. */
export interface ReaderPromptCounter {
  /** Tokens of the prompt a model would be sent to answer this live; counted, not spent. */
  readonly count: (request: ReadRequest) => Promise<number>
  readonly close: () => Promise<void>
}

/** Nothing is loaded before the first count. */
export function openReaderPromptCounter(): ReaderPromptCounter {
  const ending = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  const counter = openTokenCounter({ module: new URL(`../ledger/prompt-tokens.${ending}`, import.meta.url) })
  return { count: (request) => counter.count(buildReaderPrompt(request)), close: counter.close }
}
