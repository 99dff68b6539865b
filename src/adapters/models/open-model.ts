import type { LanguageModelV4, LanguageModelV4CallOptions } from '@ai-sdk/provider'
import type { ModelChannels } from '../../spec/channel.ts'
import { ReverieError } from '../../spec/errors.ts'
import type { ModelPrice } from '../../spec/ledger.ts'
import type { ModelOver } from '../channels/capture-call.ts'
import { flexSettings } from '../channels/flex-settings.ts'
import { installedPackages, loadProvider, type ProviderPackages } from './load-provider.ts'
import { type ProviderName, parseModelName } from './model-name.ts'
import { ollamaBaseUrl } from './ollama-base-url.ts'

export interface OpenModelOptions {
  /** Replaces the provider's own address; needed for `openai-compatible`, where REVERIE_BASE_URL is the default. */
  readonly baseUrl?: string
  /** Default: the provider's environment variable. */
  readonly apiKey?: string
  /** Default: the process's environment. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Looks up a price; null is unknown. */
  readonly priceOf: (name: string) => ModelPrice | null
  readonly packages?: ProviderPackages
}

/** A model ready to be metered; nothing has been sent yet. */
export interface OpenedModel {
  /** `provider/model`, as given. */
  readonly name: string
  readonly model: LanguageModelV4
  /** Null where unknown: counted in tokens only. */
  readonly price: ModelPrice | null
  /** Prompt tokens a call may hold so that the model neither cuts it nor changes its price. */
  readonly maxPromptTokens: number
  /** To be sent with every call. */
  readonly settings?: Pick<LanguageModelV4CallOptions, 'providerOptions'>
  /** The cheaper ways to it; nothing of them is loaded yet. */
  readonly channels?: ModelChannels
}

/**
 * Reading and checking needs little thought, and thought counts as output. Only OpenAI is told: the SDK turns the general
 * setting into a larger `max_tokens` for some models of the others, beyond what was reserved. Summaries of the thought are
 * of no use here, and not every account may ask for them.
 */
const openaiSettings = { providerOptions: { openai: { reasoningEffort: 'low', reasoningSummary: null } } } as const

/** Hosted models raise their price beyond 100,000 tokens (some) or 200,000 (most); other servers are often set to 16k or 32k. */
const hostedPromptTokens = 60_000
const serverPromptTokens = 12_000
/** What Ollama sets a model's context to unless OLLAMA_CONTEXT_LENGTH says otherwise; it cuts longer prompts without a word. */
const ollamaContext = 4096
const ollamaOutputTokens = 1500

/**
 * Opens `provider/model`: openai, anthropic, google, openai-compatible (any server that speaks OpenAI's chat format) or
 * ollama (127.0.0.1:11434 or OLLAMA_HOST). Throws `model-unknown`, `model-missing-package`, or `bad-config` where a key or
 * an address is missing.
 */
export async function openModel(name: string, options: OpenModelOptions): Promise<OpenedModel> {
  const { env = process.env, packages = installedPackages, priceOf } = options
  const { provider, model } = parseModelName(name)
  const opened = { name, price: priceOf(name), maxPromptTokens: promptTokensOf(provider, env) }
  const address = options.baseUrl === undefined ? {} : { baseURL: options.baseUrl }
  switch (provider) {
    case 'openai': {
      const apiKey = keyOf(name, options, env, 'OPENAI_API_KEY')
      const { createOpenAI } = await loadProvider('@ai-sdk/openai', packages.openai)
      const over: ModelOver = (fetch) => createOpenAI({ apiKey, ...address, fetch }).languageModel(model)
      const channels: ModelChannels = {
        flex: () => flexSettings(name, over, openaiSettings),
        batch: async () => {
          const { openOpenAiBatches } = await import('../channels/openai-batches.ts')
          return await openOpenAiBatches({
            modelOver: over,
            apiKey,
            baseUrl: options.baseUrl ?? env.OPENAI_BASE_URL ?? 'https://api.openai.com/v1',
          })
        },
      }
      return { ...opened, settings: openaiSettings, channels, model: createOpenAI({ apiKey, ...address }).languageModel(model) }
    }
    case 'anthropic': {
      const apiKey = keyOf(name, options, env, 'ANTHROPIC_API_KEY')
      const { createAnthropic } = await loadProvider('@ai-sdk/anthropic', packages.anthropic)
      const over: ModelOver = (fetch) => createAnthropic({ apiKey, ...address, fetch }).languageModel(model)
      const channels: ModelChannels = {
        batch: async () => {
          const { openAnthropicBatches } = await import('../channels/anthropic-batches.ts')
          return await openAnthropicBatches({
            modelOver: over,
            apiKey,
            baseUrl: options.baseUrl ?? env.ANTHROPIC_BASE_URL ?? 'https://api.anthropic.com/v1',
          })
        },
      }
      return { ...opened, channels, model: createAnthropic({ apiKey, ...address }).languageModel(model) }
    }
    case 'google': {
      const apiKey = keyOf(name, options, env, 'GOOGLE_GENERATIVE_AI_API_KEY', 'GEMINI_API_KEY')
      const { createGoogle } = await loadProvider('@ai-sdk/google', packages.google)
      return { ...opened, model: createGoogle({ apiKey, ...address }).languageModel(model) }
    }
    case 'openai-compatible':
      return {
        ...opened,
        model: await compatible(provider, model, baseUrlOf(name, options, env), keyIn(options, env, 'REVERIE_API_KEY'), packages),
      }
    case 'ollama':
      return {
        ...opened,
        model: await compatible(provider, model, options.baseUrl ?? ollamaBaseUrl(env), keyIn(options, env, 'OLLAMA_API_KEY'), packages),
      }
  }
}

async function compatible(
  provider: ProviderName,
  model: string,
  baseURL: string,
  apiKey: string | null,
  packages: ProviderPackages,
): Promise<LanguageModelV4> {
  const { createOpenAICompatible } = await loadProvider('@ai-sdk/openai-compatible', packages.compatible)
  const settings = { name: provider, baseURL, includeUsage: true, supportsStructuredOutputs: true }
  return createOpenAICompatible(apiKey === null ? settings : { ...settings, apiKey }).languageModel(model)
}

function promptTokensOf(provider: ProviderName, env: Readonly<Record<string, string | undefined>>): number {
  if (provider === 'openai-compatible') return serverPromptTokens
  if (provider !== 'ollama') return hostedPromptTokens
  const context = Number.parseInt(env.OLLAMA_CONTEXT_LENGTH ?? '', 10)
  return Math.max(1000, (Number.isFinite(context) ? context : ollamaContext) - ollamaOutputTokens)
}

type Environment = Readonly<Record<string, string | undefined>>

function keyIn(options: OpenModelOptions, env: Environment, ...variables: readonly string[]): string | null {
  const given = [options.apiKey, ...variables.map((variable) => env[variable])]
  return given.find((key) => key !== undefined && key.trim() !== '')?.trim() ?? null
}

function keyOf(name: string, options: OpenModelOptions, env: Environment, ...variables: readonly string[]): string {
  const key = keyIn(options, env, ...variables)
  if (key !== null) return key
  throw new ReverieError(
    'bad-config',
    `${name} needs an API key, and ${variables.join(' and ')} ${variables.length > 1 ? 'are' : 'is'} not set.`,
    {
      hint: `Set ${variables[0]} in the environment, or ask without --model: nothing is sent then.`,
    },
  )
}

function baseUrlOf(name: string, options: OpenModelOptions, env: Environment): string {
  const url = options.baseUrl ?? env.REVERIE_BASE_URL
  if (url !== undefined && URL.canParse(url) && /^https?:/.test(url)) return url.replace(/\/+$/, '')
  throw new ReverieError(
    'bad-config',
    `${name} needs the server's address, and ${url === undefined ? 'none is given' : `"${url}" is no http address`}.`,
    {
      hint: 'Set REVERIE_BASE_URL, for example http://127.0.0.1:8080/v1.',
    },
  )
}
