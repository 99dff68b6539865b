import type { LanguageModelV4CallOptions, LanguageModelV4Prompt } from '@ai-sdk/provider'
import { type TokenCounter, tokenCounter } from './count-tokens.ts'

/** What the chat format adds: tokens around each message and to open the answer. */
const perMessage = 4
const perPrompt = 3

/**
 * Tokens a prompt of text parts is counted as, by `o200k_base` with the chat format's own tokens. Parts that are not text
 * are not sent by Reverie and count as nothing.
 */
export async function promptTokens(prompt: LanguageModelV4Prompt): Promise<number> {
  return countPrompt(prompt, await tokenCounter())
}

/** As {@link promptTokens}, with the schema of a structured answer, which providers put into the prompt too. */
export async function callTokens(options: Pick<LanguageModelV4CallOptions, 'prompt' | 'responseFormat'>): Promise<number> {
  const count = await tokenCounter()
  const format = options.responseFormat
  const schema = format?.type === 'json' && format.schema !== undefined ? count(JSON.stringify(format.schema)) + perMessage : 0
  return countPrompt(options.prompt, count) + schema
}

function countPrompt(prompt: LanguageModelV4Prompt, count: TokenCounter): number {
  let tokens = perPrompt
  for (const message of prompt) {
    tokens += perMessage
    if (message.role === 'system') tokens += count(message.content)
    else for (const part of message.content) tokens += part.type === 'text' ? count(part.text) : 0
  }
  return tokens
}
