import type { LanguageModelV4CallOptions } from '@ai-sdk/provider'
import { ReverieError } from '../../spec/errors.ts'
import { captureCall, type ModelOver } from './capture-call.ts'

type Settings = Pick<LanguageModelV4CallOptions, 'providerOptions'>

/**
 * What is sent with each call for OpenAI's flex tier (https://platform.openai.com/docs/guides/flex-processing). The provider's
 * client leaves the tier out for models that it takes to have none, with no more than a warning; so a request is made, not
 * sent, and `bad-config` thrown where it does not ask for the tier.
 */
export async function flexSettings(name: string, modelOver: ModelOver, { providerOptions }: Settings): Promise<Settings> {
  const settings: Settings = { providerOptions: { ...providerOptions, openai: { ...providerOptions?.openai, serviceTier: 'flex' } } }
  const { body } = await captureCall(modelOver, { prompt: [{ role: 'user', content: [{ type: 'text', text: '.' }] }], ...settings })
  if ((JSON.parse(body) as { readonly service_tier?: unknown }).service_tier === 'flex') return settings
  throw new ReverieError('bad-config', `${name} is not offered at the flex tier.`, {
    hint: 'Set the channel to "batch" or "direct", or name another model.',
  })
}
