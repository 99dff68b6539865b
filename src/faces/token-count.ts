import { promptTokens } from '../ledger/prompt-tokens.ts'
import { buildReaderPrompt } from '../preanswer/prompts/reader-prompt.ts'
import type { ReadRequest } from '../spec/skills.ts'

/** Tokens of the prompt a model would be sent to answer this live; counted, not spent. */
export async function countReaderPrompt(request: ReadRequest): Promise<number> {
  return promptTokens(buildReaderPrompt(request))
}
