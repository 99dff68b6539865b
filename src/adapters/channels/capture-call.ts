import type { LanguageModelV4, LanguageModelV4GenerateResult } from '@ai-sdk/provider'
import type { CapturedCall, ChannelCall } from '../../spec/channel.ts'
import { ReverieError } from '../../spec/errors.ts'

/** Makes the provider's model over a `fetch` of ours. */
export type ModelOver = (fetch: typeof globalThis.fetch) => LanguageModelV4

/** The request that a provider's own client makes of a call; it is kept from leaving. `path` is the whole path of its address. */
export async function captureCall(modelOver: ModelOver, call: ChannelCall): Promise<CapturedCall> {
  const seen: CapturedCall[] = []
  const model = modelOver(async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    const beta = new Headers(init?.headers).get('anthropic-beta') ?? ''
    seen.push({ path: url.pathname, body: typeof init?.body === 'string' ? init.body : '', beta })
    throw new Error('captured, not sent')
  })
  try {
    await model.doGenerate(call)
  } catch (cause) {
    if (seen.length === 0) throw cause
  }
  const captured = seen[0]
  if (captured === undefined || captured.body === '') {
    throw new ReverieError('internal', `${model.provider} made no request whose body is text, so it cannot be sent in a batch.`)
  }
  return captured
}

/** What the provider's own client makes of a response body, as if the call had just been answered with it. */
export async function replayCall(modelOver: ModelOver, call: ChannelCall, response: string): Promise<LanguageModelV4GenerateResult> {
  const headers = { 'content-type': 'application/json' }
  return await modelOver(async () => new Response(response, { status: 200, headers })).doGenerate(call)
}
