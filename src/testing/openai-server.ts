import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One request as the server received it. */
export interface OpenAiRequest {
  readonly url: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: OpenAiRequestBody
}

export interface OpenAiRequestBody {
  readonly model: string
  readonly messages: readonly { readonly role: string; readonly content: unknown }[]
  readonly stream?: boolean
  readonly max_tokens?: number
  readonly response_format?: { readonly type: string; readonly json_schema?: { readonly name: string; readonly schema: unknown } }
}

/** How one request is answered, faults included. */
export type OpenAiReply =
  | {
      readonly kind: 'text'
      readonly text: string
      readonly finishReason?: 'stop' | 'length' | 'content_filter'
      readonly usage?: OpenAiUsage | null
    }
  /** An HTTP error, such as 429 with `retry-after`. */
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly message?: string }
  /** Takes the request and never answers. */
  | { readonly kind: 'silent' }
  /** Sends the text, or half a body where nothing is streamed, and drops the connection. */
  | { readonly kind: 'cut'; readonly text: string }
  /** Status 200 with a body that is not JSON. */
  | { readonly kind: 'invalid-json' }
  | { readonly kind: 'refusal'; readonly text: string }
  /** Sends the first half at once and the rest when `gate` resolves. */
  | { readonly kind: 'slow'; readonly text: string; readonly gate: Promise<unknown> }

export interface OpenAiUsage {
  readonly prompt_tokens: number
  readonly completion_tokens: number
}

export interface OpenAiServerOptions {
  /** Replies in the order of the requests, or one function that answers by the request. */
  readonly script: readonly OpenAiReply[] | ((request: OpenAiRequest, index: number) => OpenAiReply | undefined)
}

export interface OpenAiServer extends AsyncDisposable {
  /** With `/v1`. */
  readonly baseUrl: string
  readonly requests: readonly OpenAiRequest[]
  /** Requests that the script did not know; answered with status 501. */
  readonly unscripted: readonly OpenAiRequest[]
  close(): Promise<void>
}

/** A real HTTP server on a free loopback port that speaks OpenAI's chat completions, streamed or not, by a script. */
export async function startOpenAiServer({ script }: OpenAiServerOptions): Promise<OpenAiServer> {
  const requests: OpenAiRequest[] = []
  const unscripted: OpenAiRequest[] = []
  const server = createServer((incoming, response) => {
    response.on('error', () => undefined)
    answer(incoming, response).catch((cause: unknown) => response.destroy(cause instanceof Error ? cause : undefined))
  })

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    if (incoming.method === 'GET') return json(response, 200, { object: 'list', data: [{ id: 'scripted', object: 'model' }] })
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const request: OpenAiRequest = {
      url: incoming.url ?? '',
      headers: incoming.headers,
      body: JSON.parse(Buffer.concat(chunks).toString('utf8')) as OpenAiRequestBody,
    }
    const index = requests.push(request) - 1
    const reply = typeof script === 'function' ? script(request, index) : script[index]
    if (reply === undefined) {
      unscripted.push(request)
      return json(response, 501, { error: { message: `unscripted request ${index + 1}` } })
    }
    await (request.body.stream === true ? streamReply(request.body, reply, response) : wholeReply(request.body, reply, response))
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { baseUrl: `http://127.0.0.1:${port}/v1`, requests, unscripted, close, [Symbol.asyncDispose]: close }
}

const defaultUsage: OpenAiUsage = { prompt_tokens: 20, completion_tokens: 7 }

async function wholeReply(body: OpenAiRequestBody, reply: OpenAiReply, response: ServerResponse): Promise<void> {
  switch (reply.kind) {
    case 'text':
      return json(response, 200, completion(body, { content: reply.text }, reply.finishReason ?? 'stop', reply.usage))
    case 'refusal':
      return json(response, 200, completion(body, { content: null, refusal: reply.text }, 'stop'))
    case 'slow':
      await reply.gate
      return json(response, 200, completion(body, { content: reply.text }, 'stop'))
    case 'cut':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100000' })
      response.write('{"id":"cut","choices":[{"message":{"content":"')
      await new Promise<void>((resolve) => response.write(reply.text, () => resolve()))
      response.destroy()
      return
    default:
      return fault(reply, response)
  }
}

async function streamReply(body: OpenAiRequestBody, reply: OpenAiReply, response: ServerResponse): Promise<void> {
  if (reply.kind === 'status' || reply.kind === 'silent' || reply.kind === 'invalid-json') return fault(reply, response)
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
  const send = (delta: object, finish: string | null = null) =>
    new Promise<void>((resolve) => {
      const chunk = { ...head(body, 'chat.completion.chunk'), choices: [{ index: 0, delta, finish_reason: finish }] }
      response.write(`data: ${JSON.stringify(chunk)}\n\n`, () => resolve())
    })
  if (reply.kind === 'refusal') await send({ role: 'assistant', refusal: reply.text })
  else {
    const pieces = reply.text.match(/[\s\S]{1,9}/g) ?? []
    const half = Math.ceil(pieces.length / 2)
    await send({ role: 'assistant', content: '' })
    for (const [index, piece] of pieces.entries()) {
      if (reply.kind === 'slow' && index === half) await reply.gate
      await send({ content: piece })
    }
  }
  if (reply.kind === 'cut') {
    response.destroy()
    return
  }
  await send({}, reply.kind === 'text' ? (reply.finishReason ?? 'stop') : 'stop')
  const usage = reply.kind === 'text' && reply.usage !== undefined ? reply.usage : defaultUsage
  if (usage !== null)
    response.write(`data: ${JSON.stringify({ ...head(body, 'chat.completion.chunk'), choices: [], usage: totalled(usage) })}\n\n`)
  response.end('data: [DONE]\n\n')
}

function fault(reply: OpenAiReply, response: ServerResponse): void {
  if (reply.kind === 'status') {
    const message = reply.message ?? `scripted status ${reply.status}`
    json(response, reply.status, { error: { message, type: 'error', code: null, param: null } }, reply.headers)
  } else if (reply.kind === 'invalid-json') {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end('<html>not JSON</html>')
  }
}

function json(response: ServerResponse, status: number, value: object, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(value))
}

function completion(body: OpenAiRequestBody, message: object, finishReason: string, usage: OpenAiUsage | null = defaultUsage): object {
  return {
    ...head(body, 'chat.completion'),
    choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: finishReason }],
    ...(usage === null ? {} : { usage: totalled(usage) }),
  }
}

function head(body: OpenAiRequestBody, object: string): object {
  return { id: 'chatcmpl-scripted', object, created: 0, model: body.model }
}

function totalled(usage: OpenAiUsage): object {
  return { ...usage, total_tokens: usage.prompt_tokens + usage.completion_tokens }
}
