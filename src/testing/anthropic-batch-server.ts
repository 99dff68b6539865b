import { type BatchFault, type BatchHttp, type BatchHttpReply, type BatchHttpRequest, startBatchHttp } from './batch-http.ts'

export type AnthropicLine =
  | { readonly type: 'succeeded'; readonly text: string }
  | { readonly type: 'errored'; readonly error: string; readonly message: string }
  | { readonly type: 'canceled' | 'expired' }

export interface AnthropicServedBatch {
  readonly id: string
  readonly createdAt: number
  readonly requests: readonly { readonly custom_id: string; readonly params: unknown }[]
  readonly beta: string
  results: string | null
  counts: { processing: number; succeeded: number; errored: number; canceled: number; expired: number }
}

export interface AnthropicBatchServer extends AsyncDisposable {
  /** With `/v1`. */
  readonly baseUrl: string
  readonly requests: readonly string[]
  readonly batches: readonly AnthropicServedBatch[]
  fail(...faults: readonly BatchFault[]): void
  /** Ends a batch, the last one unless told; `rewrite` changes its lines of results. */
  finish(answer: (params: unknown, line: number) => AnthropicLine, rewrite?: (lines: readonly string[]) => readonly string[]): void
  close(): Promise<void>
}

/** A loopback server that speaks Anthropic's Message Batches API. */
export async function startAnthropicBatchServer(now: () => number = () => Date.UTC(2026, 0, 1)): Promise<AnthropicBatchServer> {
  const batches: AnthropicServedBatch[] = []
  const deleted = new Set<string>()
  const iso = (at: number): string => new Date(at).toISOString()
  const served = ({ id, createdAt, results, counts }: AnthropicServedBatch) => ({
    ...{ id, type: 'message_batch', processing_status: results === null ? 'in_progress' : 'ended', request_counts: counts },
    ...{ created_at: iso(createdAt), expires_at: iso(createdAt + 86_400_000), ended_at: results === null ? null : iso(now()) },
    ...{ results_url: results === null ? null : 'https://results.invalid/', archived_at: null, cancel_initiated_at: null },
  })

  async function handle({ method, url, headers, body }: BatchHttpRequest): Promise<BatchHttpReply> {
    const id = url.pathname.split('/')[4]
    const batch = batches.find((one) => one.id === id && !deleted.has(one.id))
    if (method === 'POST' && id === undefined) {
      const { requests } = JSON.parse(body.toString('utf8')) as Pick<AnthropicServedBatch, 'requests'>
      const counts = { processing: requests.length, succeeded: 0, errored: 0, canceled: 0, expired: 0 }
      const beta = String(headers['anthropic-beta'] ?? '')
      const made = { id: `msgbatch_${batches.length + 1}`, createdAt: now(), requests, beta, results: null, counts }
      batches.push(made)
      return json(served(made))
    }
    if (method === 'GET' && id === undefined) {
      const data = batches.filter((one) => !deleted.has(one.id)).map(served)
      return json({ data: data.toReversed(), has_more: false, first_id: null, last_id: null })
    }
    if (batch === undefined)
      return { status: 404, body: JSON.stringify({ type: 'error', error: { type: 'not_found_error', message: 'no such batch' } }) }
    if (method === 'DELETE') {
      deleted.add(batch.id)
      return json({ id, type: 'message_batch_deleted' })
    }
    if (url.pathname.endsWith('/results')) return { type: 'application/x-jsonl', body: batch.results ?? '' }
    return json(served(batch))
  }

  function finish(
    answer: (params: unknown, line: number) => AnthropicLine,
    rewrite: (lines: readonly string[]) => readonly string[] = (lines) => lines,
  ): void {
    const batch = batches.at(-1)
    if (batch === undefined) throw new Error('no batch was made')
    const lines = batch.requests.map(({ custom_id, params }, line) => {
      const made = answer(params, line)
      batch.counts[made.type] += 1
      return JSON.stringify({ custom_id, result: resultOf(made) })
    })
    batch.counts.processing = 0
    batch.results = rewrite(lines)
      .map((line) => `${line}\n`)
      .join('')
  }

  const http: BatchHttp = await startBatchHttp(handle)
  return { ...http, baseUrl: `${http.origin}/v1`, batches, finish }
}

function resultOf(line: AnthropicLine): object {
  if (line.type === 'errored') return { type: 'errored', error: { type: 'error', error: { type: line.error, message: line.message } } }
  if (line.type !== 'succeeded') return { type: line.type }
  const message = {
    ...{ id: 'msg_1', type: 'message', role: 'assistant', model: 'claude', stop_reason: 'end_turn', stop_sequence: null },
    content: [{ type: 'text', text: line.text }],
    usage: { input_tokens: 20, output_tokens: 7 },
  }
  return { type: 'succeeded', message }
}

function json(value: unknown): BatchHttpReply {
  return { body: JSON.stringify(value) }
}
