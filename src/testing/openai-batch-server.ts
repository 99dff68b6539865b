import { type BatchFault, type BatchHttp, type BatchHttpReply, type BatchHttpRequest, startBatchHttp } from './batch-http.ts'

/** What a request asks, whichever way it came. */
export interface AskedPrompt {
  readonly text: string
  /** Name of the structured output asked for, or null. */
  readonly format: string | null
}

/** How one line is answered: by a text, or refused with a status. */
export type LineAnswer = string | { readonly status: number; readonly message: string }

export interface FinishOptions {
  readonly how?: 'completed' | 'expired' | 'cancelled' | 'failed'
  /** Lines that are left unanswered, where the batch expires or is cancelled. */
  readonly isLeft?: (line: number) => boolean
  /** Changes the lines of the output file, newlines not included. */
  readonly rewrite?: (lines: readonly string[]) => readonly string[]
  /** Of a file that is refused. */
  readonly errors?: readonly { readonly line: number | null; readonly message: string }[]
}

export interface OpenAiBatchServer extends AsyncDisposable {
  /** With `/v1`. */
  readonly baseUrl: string
  readonly requests: readonly string[]
  readonly batches: readonly ServedBatch[]
  /** Contents of files that were not deleted. */
  readonly files: ReadonlyMap<string, string>
  /** Bodies of requests that were made directly. */
  readonly direct: readonly unknown[]
  fail(...faults: readonly BatchFault[]): void
  /** Ends a batch, the last one unless told. */
  finish(options?: FinishOptions, batch?: ServedBatch): void
  close(): Promise<void>
}

export interface ServedBatch {
  readonly id: string
  readonly input: string
  readonly metadata: unknown
  readonly createdAt: number
  status: string
  output: string | null
  error: string | null
  completed: number
  failed: number
  total: number
  errors: FinishOptions['errors']
}

interface Line {
  readonly custom_id: string
  readonly body: unknown
}

/** A loopback server that speaks OpenAI's Files and Batch APIs, and its Responses API for what is asked directly. */
export async function startOpenAiBatchServer(
  answer: (prompt: AskedPrompt) => LineAnswer,
  /** Seconds since the epoch, as the server's clock stands. */
  now: () => number = () => 1_767_225_600,
): Promise<OpenAiBatchServer> {
  const files = new Map<string, string>()
  const names = new Map<string, string>()
  const batches: ServedBatch[] = []
  const direct: unknown[] = []
  let ids = 0
  const keep = (content: string, name: string): string => {
    ids += 1
    const id = `file-${ids}`
    files.set(id, content)
    names.set(id, name)
    return id
  }
  const file = (id: string) => ({
    id,
    object: 'file',
    bytes: files.get(id)?.length ?? 0,
    created_at: now(),
    filename: names.get(id),
    purpose: 'batch',
    status: 'processed',
  })
  const served = (batch: ServedBatch) => ({
    ...{ id: batch.id, object: 'batch', endpoint: '/v1/responses', completion_window: '24h', metadata: batch.metadata },
    ...{ input_file_id: batch.input, output_file_id: batch.output, error_file_id: batch.error, status: batch.status },
    ...{ created_at: batch.createdAt, expires_at: batch.createdAt + 86_400 },
    request_counts: { total: batch.total, completed: batch.completed, failed: batch.failed },
    errors:
      batch.errors === undefined ? null : { object: 'list', data: batch.errors.map((one) => ({ code: 'invalid', param: null, ...one })) },
  })

  async function handle({ method, url, headers, body }: BatchHttpRequest): Promise<BatchHttpReply> {
    const [, , kind, id, part] = url.pathname.split('/')
    const at = `${method} ${kind}${id === undefined ? '' : '/id'}${part === undefined ? '' : `/${part}`}`
    switch (at) {
      case 'GET files':
        return json({ object: 'list', data: [...files.keys()].map(file).toReversed(), has_more: false })
      case 'POST files': {
        const form = await new Response(new Uint8Array(body), { headers: { 'content-type': headers['content-type'] ?? '' } }).formData()
        const given = form.get('file')
        if (!(given instanceof File)) return missing('file')
        return json(file(keep(await given.text(), given.name)))
      }
      case 'GET files/id/content':
        return { type: 'application/binary', body: files.get(id ?? '') ?? '' }
      case 'DELETE files/id':
        files.delete(id ?? '')
        return json({ id, object: 'file', deleted: true })
      case 'POST batches': {
        const request = JSON.parse(body.toString('utf8')) as { readonly input_file_id: string; readonly metadata: unknown }
        const none = { status: 'validating', output: null, error: null, completed: 0, failed: 0, errors: undefined }
        const total = linesOf(files.get(request.input_file_id)).length
        const batch = {
          id: `batch_${batches.length + 1}`,
          input: request.input_file_id,
          metadata: request.metadata,
          createdAt: now(),
          total,
          ...none,
        }
        batches.push(batch)
        return json(served(batch))
      }
      case 'GET batches':
        return json({ object: 'list', data: batches.map(served).toReversed(), has_more: false })
      case 'GET batches/id': {
        const batch = batches.find((one) => one.id === id)
        return batch === undefined ? missing(id ?? '') : json(served(batch))
      }
      case 'POST responses': {
        const request: unknown = JSON.parse(body.toString('utf8'))
        direct.push(request)
        const made = answer(promptOf(request))
        return typeof made === 'string'
          ? json(responseOf(made, request))
          : { status: made.status, body: JSON.stringify({ error: { message: made.message } }) }
      }
      default:
        return missing(url.pathname)
    }
  }

  function finish(
    { how = 'completed', isLeft = () => false, rewrite = (lines) => lines, errors }: FinishOptions = {},
    batch = batches.at(-1),
  ): void {
    if (batch === undefined) throw new Error('no batch was made')
    batch.status = how
    batch.errors = errors
    if (how === 'failed') return
    const output: string[] = []
    const error: string[] = []
    for (const [index, line] of linesOf(files.get(batch.input)).entries()) {
      const { custom_id } = line
      if (isLeft(index)) {
        if (how === 'expired')
          error.push(JSON.stringify({ custom_id, response: null, error: { code: 'batch_expired', message: 'expired' } }))
        continue
      }
      const made = answer(promptOf(line.body))
      if (typeof made === 'string')
        output.push(JSON.stringify({ custom_id, response: { status_code: 200, body: responseOf(made, line.body) }, error: null }))
      else
        error.push(
          JSON.stringify({ custom_id, response: { status_code: made.status, body: { error: { message: made.message } } }, error: null }),
        )
    }
    batch.completed = output.length
    batch.failed = error.length
    const write = (lines: readonly string[]): string | null =>
      lines.length === 0 ? null : keep(lines.map((line) => `${line}\n`).join(''), 'results')
    batch.output = write(rewrite(output))
    batch.error = write(error)
  }

  const http: BatchHttp = await startBatchHttp(handle)
  return { ...http, baseUrl: `${http.origin}/v1`, batches, files, direct, finish }
}

function linesOf(content: string | undefined): readonly Line[] {
  return (content ?? '').split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Line]))
}

function promptOf(body: unknown): AskedPrompt {
  const { input, text } = body as {
    readonly input: readonly { readonly content: unknown }[]
    readonly text?: { readonly format?: { readonly name?: string } }
  }
  const parts = input.map(({ content }) =>
    typeof content === 'string' ? content : (content as readonly { readonly text?: string }[]).map((part) => part.text ?? '').join('\n'),
  )
  return { text: parts.join('\n\n'), format: text?.format?.name ?? null }
}

/** 20 tokens read and 7 written, whatever is said. */
function responseOf(text: string, request: unknown): object {
  const { model, service_tier } = request as { readonly model: string; readonly service_tier?: string }
  return {
    ...{ id: 'resp_1', object: 'response', created_at: 1_767_225_600, status: 'completed', model, error: null, incomplete_details: null },
    ...(service_tier === undefined ? {} : { service_tier }),
    output: [
      { type: 'message', id: 'msg_1', role: 'assistant', status: 'completed', content: [{ type: 'output_text', text, annotations: [] }] },
    ],
    usage: {
      ...{ input_tokens: 20, output_tokens: 7, total_tokens: 27 },
      ...{ input_tokens_details: { cached_tokens: 0 }, output_tokens_details: { reasoning_tokens: 0 } },
    },
  }
}

function json(value: unknown): BatchHttpReply {
  return { body: JSON.stringify(value) }
}

function missing(what: string): BatchHttpReply {
  return { status: 404, body: JSON.stringify({ error: { message: `there is no ${what}` } }) }
}
