import type OpenAI from 'openai'
import type { BatchLine, BatchProvider, BatchResult, BatchStatus, SubmittedBatch } from '../../spec/channel.ts'
import { digest } from '../../spec/digest.ts'
import { ReverieError } from '../../spec/errors.ts'
import { captureCall, type ModelOver, replayCall } from './capture-call.ts'
import { installedVendors, loadVendor, type VendorPackages } from './load-vendor.ts'
import { openAiResult } from './openai-lines.ts'
import { jsonLines } from './read-lines.ts'
import { vendorCall, vendorStream } from './vendor-call.ts'

export interface BatchesOptions {
  readonly modelOver: ModelOver
  readonly apiKey: string
  /** With `/v1`. */
  readonly baseUrl: string
  readonly packages?: VendorPackages
}

/** Our own bounds, below the provider's 50,000 requests and 200 MB: a batch is read into memory to be sent. */
const mostCalls = 10_000
const mostBytes = 50 * 1024 * 1024

const day = 24 * 3_600_000
/** Batches listed are the newest first; clocks may differ by this much. */
const skew = 3_600_000
const completionWindow = '24h'

/**
 * OpenAI's Batch API (https://platform.openai.com/docs/guides/batch) by its own SDK: a file of requests, a batch with our key
 * in its metadata, an output file and an error file. Throws `package-missing` where the SDK is not installed.
 */
export async function openOpenAiBatches({
  modelOver,
  apiKey,
  baseUrl,
  packages = installedVendors,
}: BatchesOptions): Promise<BatchProvider> {
  const { OpenAI } = await loadVendor('openai', packages.openai)
  // Failures are tried again by whoever calls, who also knows what must not be.
  const client = new OpenAI({ apiKey, baseURL: baseUrl, maxRetries: 0 })
  const base = new URL(baseUrl).pathname.replace(/\/+$/, '')
  const endpointOf = (path: string): string => `/v1${path.startsWith(base) ? path.slice(base.length) : path}`

  async function fileNamed(name: string, options: { signal?: AbortSignal }): Promise<string | null> {
    const page = await client.files.list({ purpose: 'batch', limit: 100, order: 'desc' }, options)
    return page.data.find((file) => file.filename === name && file.status !== 'error')?.id ?? null
  }

  return {
    mostCalls,
    mostBytes,
    capture: async (call) => {
      const { path, body, beta } = await captureCall(modelOver, call)
      return { path: endpointOf(path), body, beta }
    },
    replay: (call, response) => replayCall(modelOver, call, response),
    stage: (key, lines, signal) =>
      vendorCall(baseUrl, async () => {
        const content = lines.map(lineOf).join('')
        const name = `reverie-${key}-${digest(content).slice(0, 8)}.jsonl`
        const known = await fileNamed(name, within(signal))
        if (known !== null) return known
        const file = new File([content], name, { type: 'application/jsonl' })
        return (await client.files.create({ file, purpose: 'batch' }, within(signal))).id
      }),
    submit: (key, staged, lines, signal) =>
      vendorCall(baseUrl, async () => {
        const endpoint = oneEndpoint(lines)
        const request = { input_file_id: staged, endpoint, completion_window: completionWindow, metadata: { reverie: key } } as const
        return submitted(await client.batches.create(request, within(signal)))
      }),
    find: ({ key, since }, signal) =>
      vendorCall(baseUrl, async () => {
        for await (const batch of client.batches.list({ limit: 100 }, within(signal))) {
          if (batch.metadata?.reverie === key) return submitted(batch)
          if (batch.created_at * 1000 < since - skew) break
        }
        return 'absent'
      }),
    status: (reference, signal) => vendorCall(baseUrl, async () => statusOf(await client.batches.retrieve(reference, within(signal)))),
    results: (reference, signal) => vendorStream(baseUrl, resultsOf(client, reference, signal)),
    discard: (reference, signal) =>
      vendorCall(baseUrl, async () => {
        const batch = await client.batches.retrieve(reference, within(signal))
        for (const id of [batch.input_file_id, batch.output_file_id, batch.error_file_id]) {
          if (id !== undefined && id !== null) await client.files.delete(id, within(signal))
        }
      }),
  }
}

async function* resultsOf(client: OpenAI, reference: string, signal: AbortSignal | undefined): AsyncGenerator<BatchResult> {
  const batch = await client.batches.retrieve(reference, within(signal))
  for (const id of [batch.output_file_id, batch.error_file_id]) {
    if (id === undefined || id === null) continue
    const { body } = await client.files.content(id, within(signal))
    for await (const value of jsonLines(body)) yield openAiResult(value)
  }
}

function lineOf({ id, path, body }: BatchLine): string {
  return `${JSON.stringify({ custom_id: id, method: 'POST', url: path, body: JSON.parse(body) })}\n`
}

type Endpoint = OpenAI.BatchCreateParams['endpoint']
const endpoints: readonly string[] = ['/v1/responses', '/v1/chat/completions'] satisfies readonly Endpoint[]

function oneEndpoint(lines: readonly BatchLine[]): Endpoint {
  const path = lines[0]?.path ?? ''
  if (endpoints.includes(path) && lines.every((line) => line.path === path)) return path as Endpoint
  throw new ReverieError(
    'internal',
    `A batch takes calls of one address out of ${endpoints.join(' and ')}; these go to "${path}" and others.`,
  )
}

function submitted(batch: OpenAI.Batch): SubmittedBatch {
  return { reference: batch.id, expiresAt: expiryOf(batch) }
}

function expiryOf({ created_at, expires_at }: OpenAI.Batch): number {
  return typeof expires_at === 'number' ? expires_at * 1000 : created_at * 1000 + day
}

function statusOf(batch: OpenAI.Batch): BatchStatus {
  switch (batch.status) {
    case 'completed':
    case 'expired':
    case 'cancelled':
      return { kind: 'ended', how: batch.status, answered: batch.request_counts?.completed ?? 0 }
    case 'failed': {
      const errors = batch.errors?.data ?? []
      const reason = errors.map(({ code, message }) => message ?? code ?? 'no reason given').slice(0, 3)
      const lines = errors.flatMap(({ line, message, code }) =>
        // Lines of files are counted from 1.
        typeof line === 'number' ? [{ line: line - 1, reason: message ?? code ?? 'no reason given' }] : [],
      )
      return { kind: 'failed', reason: reason.length === 0 ? 'no reason given' : reason.join('; '), lines }
    }
    default:
      return { kind: 'running', expiresAt: expiryOf(batch) }
  }
}

function within(signal: AbortSignal | undefined): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal }
}
