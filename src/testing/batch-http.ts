import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One request that goes wrong. */
export interface BatchFault {
  /** Method and the beginning of the path, such as `GET /v1/batches/`. */
  readonly at: string
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** Does what was asked before it fails, as a server whose answer was lost. */
  readonly isDone?: boolean
  /** Answers, and breaks off half-way. */
  readonly isCut?: boolean
}

export interface BatchHttpRequest {
  readonly method: string
  readonly url: URL
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

export interface BatchHttpReply {
  readonly status?: number
  readonly type?: string
  readonly body: string
}

export interface BatchHttp extends AsyncDisposable {
  /** Without a path. */
  readonly origin: string
  /** Method and path of every request, in order. */
  readonly requests: readonly string[]
  /** Each fault is met once, in order. */
  fail(...faults: readonly BatchFault[]): void
  close(): Promise<void>
}

/** A real HTTP server on a free loopback port. Bodies go out in small chunks, so that lines are cut between them. */
export async function startBatchHttp(answer: (request: BatchHttpRequest) => Promise<BatchHttpReply>): Promise<BatchHttp> {
  const requests: string[] = []
  const faults: BatchFault[] = []

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const method = incoming.method ?? ''
    const url = new URL(incoming.url ?? '', 'http://127.0.0.1')
    const asked = `${method} ${url.pathname}`
    requests.push(asked)
    const index = faults.findIndex((fault) => asked.startsWith(fault.at))
    const fault = index === -1 ? undefined : faults.splice(index, 1)[0]
    const request = { method, url, headers: incoming.headers, body: Buffer.concat(chunks) }
    if (fault === undefined || fault.isDone === true || fault.isCut === true) {
      const reply = await answer(request)
      if (fault?.isDone !== true) return await send(response, reply, fault?.isCut === true)
    }
    response.writeHead(fault?.status ?? 500, { 'content-type': 'application/json', ...fault?.headers })
    response.end(JSON.stringify({ error: { message: `fault ${fault?.status ?? 500}`, type: 'server_error' } }))
  }

  const server = createServer((incoming, response) => {
    response.on('error', () => undefined)
    serve(incoming, response).catch((cause: unknown) => response.destroy(cause instanceof Error ? cause : undefined))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    fail: (...more) => void faults.push(...more),
    close,
    [Symbol.asyncDispose]: close,
  }
}

const chunkBytes = 700

async function send(
  response: ServerResponse,
  { status = 200, type = 'application/json', body }: BatchHttpReply,
  isCut: boolean,
): Promise<void> {
  response.writeHead(status, { 'content-type': type })
  const bytes = Buffer.from(body)
  const end = isCut ? Math.floor(bytes.length / 2) : bytes.length
  for (let at = 0; at < end; at += chunkBytes) {
    await new Promise((resolve) => response.write(bytes.subarray(at, Math.min(end, at + chunkBytes)), resolve))
  }
  if (isCut) response.destroy()
  else response.end()
}
