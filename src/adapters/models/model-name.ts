import { ReverieError } from '../../spec/errors.ts'

/** Providers that can be named before the slash. */
export const providerNames = ['openai', 'anthropic', 'google', 'openai-compatible', 'ollama'] as const
export type ProviderName = (typeof providerNames)[number]

/** `provider/model` taken apart; the model may hold further slashes and colons. */
export interface ModelName {
  readonly provider: ProviderName
  readonly model: string
}

/** Throws `model-unknown` where the text is not a known provider, a slash and a model. */
export function parseModelName(text: string): ModelName {
  const slash = text.indexOf('/')
  const provider = text.slice(0, Math.max(0, slash))
  const model = text.slice(slash + 1).trim()
  const known = providerNames.find((name) => name === provider)
  if (slash !== -1 && known !== undefined && model !== '') return { provider: known, model }
  const found =
    slash === -1 ? `"${text}" names no provider` : known === undefined ? `"${provider}" is no known provider` : `"${text}" names no model`
  throw new ReverieError('model-unknown', `A model is named provider/model, for example ollama/qwen3:8b; ${found}.`, {
    hint: `Providers: ${providerNames.join(', ')}.`,
  })
}
