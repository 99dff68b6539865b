import type Anthropic from '@anthropic-ai/sdk'
import { z } from 'zod'
import type { BatchProvider, BatchResult, BatchStatus, SubmittedBatch } from '../../spec/channel.ts'
import { captureCall, replayCall } from './capture-call.ts'
import { installedVendors, loadVendor } from './load-vendor.ts'
import type { BatchesOptions } from './openai-batches.ts'
import { jsonLines } from './read-lines.ts'
import { vendorCall, vendorStream } from './vendor-call.ts'

/** Our own bounds, below the provider's 100,000 requests and 256 MB: a batch is read into memory to be sent. */
const mostCalls = 10_000
const mostBytes = 50 * 1024 * 1024
/** Batches listed are the newest first; clocks may differ by this much. */
const skew = 3_600_000

type MessageBatch = Anthropic.Messages.MessageBatch

/**
 * Anthropic's Message Batches (https://docs.anthropic.com/en/docs/build-with-claude/batch-processing) by its own SDK. A batch
 * holds no word of ours but its lines' ids, so that one whose making was not seen is told by its results. Throws
 * `package-missing` where the SDK is not installed.
 */
export async function openAnthropicBatches({
  modelOver,
  apiKey,
  baseUrl,
  packages = installedVendors,
}: BatchesOptions): Promise<BatchProvider> {
  const { Anthropic } = await loadVendor('@anthropic-ai/sdk', packages.anthropic)
  // The SDK adds the version to its paths itself. Failures are tried again by whoever calls, who also knows what must not be.
  const client = new Anthropic({ apiKey, authToken: null, baseURL: baseUrl.replace(/\/v1\/?$/, ''), maxRetries: 0 })
  const { batches } = client.messages

  return {
    mostCalls,
    mostBytes,
    capture: (call) => captureCall(modelOver, call),
    replay: (call, response) => replayCall(modelOver, call, response),
    stage: async () => '',
    submit: (_key, _staged, lines, signal) =>
      vendorCall(baseUrl, async () => {
        const requests = lines.map(({ id, body }) => ({ custom_id: id, params: JSON.parse(body) }))
        const betas = [...new Set(lines.flatMap(({ beta }) => beta.split(',').map((one) => one.trim())))].filter((one) => one !== '')
        const headers = betas.length === 0 ? {} : { headers: { 'anthropic-beta': betas.join(',') } }
        return submitted(await batches.create({ requests }, { ...within(signal), ...headers }))
      }),
    find: ({ lines, since, notIn }, signal) =>
      vendorCall(baseUrl, async () => {
        const ours = new Set(lines)
        let isOpen = false
        for await (const batch of batches.list({ limit: 100 }, within(signal))) {
          if (Date.parse(batch.created_at) < since - skew) break
          if (notIn.has(batch.id) || sizeOf(batch) !== ours.size) continue
          if (batch.processing_status !== 'ended') isOpen = true
          else if (await holds(client, batch.id, ours, signal)) return submitted(batch)
        }
        return isOpen ? 'unknown' : 'absent'
      }),
    status: (reference, signal) => vendorCall(baseUrl, async () => statusOf(await batches.retrieve(reference, {}, within(signal)))),
    results: (reference, signal) => vendorStream(baseUrl, resultsOf(client, reference, signal)),
    discard: (reference, signal) =>
      vendorCall(baseUrl, async () => {
        await batches.delete(reference, {}, within(signal))
      }),
  }
}

/** The address is ours, not one that an answer names: the key goes with it. The SDK's own decoder ends at a line it cannot read. */
async function* resultsOf(client: Anthropic, reference: string, signal: AbortSignal | undefined): AsyncGenerator<BatchResult> {
  const path = `/v1/messages/batches/${encodeURIComponent(reference)}/results`
  const response = await client
    .get(path, { ...within(signal), headers: { Accept: 'application/binary' }, __binaryResponse: true })
    .asResponse()
  for await (const value of jsonLines(response.body)) yield anthropicResult(value)
}

async function holds(client: Anthropic, reference: string, ours: ReadonlySet<string>, signal: AbortSignal | undefined): Promise<boolean> {
  for await (const result of resultsOf(client, reference, signal)) if (result.kind !== 'unreadable') return ours.has(result.id)
  return false
}

const line = z.object({
  custom_id: z.string(),
  result: z.discriminatedUnion('type', [
    z.object({ type: z.literal('succeeded'), message: z.unknown() }),
    z.object({ type: z.literal('errored'), error: z.object({ error: z.object({ type: z.string(), message: z.string() }) }) }),
    z.object({ type: z.literal('canceled') }),
    z.object({ type: z.literal('expired') }),
  ]),
})

/** What a repetition does not mend. */
const refusals: readonly string[] = ['invalid_request_error', 'request_too_large', 'not_found_error']

/** One line of results. */
function anthropicResult(value: unknown): BatchResult {
  const read = line.safeParse(value)
  if (!read.success) return { kind: 'unreadable', reason: 'a line of the results is not of their format' }
  const { custom_id: id, result } = read.data
  switch (result.type) {
    case 'succeeded':
      return { kind: 'answered', id, response: JSON.stringify(result.message) }
    case 'errored': {
      const { type, message } = result.error.error
      return { kind: 'failed', id, reason: `${type}: ${message}`, isRetryable: !refusals.includes(type) }
    }
    case 'canceled':
      return { kind: 'cancelled', id, reason: 'the batch was cancelled' }
    case 'expired':
      return { kind: 'expired', id, reason: 'it was not answered before the batch expired' }
  }
}

function sizeOf({ request_counts: { processing, succeeded, errored, canceled, expired } }: MessageBatch): number {
  return processing + succeeded + errored + canceled + expired
}

function statusOf({ processing_status, request_counts, expires_at }: MessageBatch): BatchStatus {
  if (processing_status !== 'ended') return { kind: 'running', expiresAt: Date.parse(expires_at) }
  const how = request_counts.expired > 0 ? 'expired' : request_counts.canceled > 0 ? 'cancelled' : 'completed'
  return { kind: 'ended', how, answered: request_counts.succeeded }
}

function submitted({ id, expires_at }: MessageBatch): SubmittedBatch {
  return { reference: id, expiresAt: Date.parse(expires_at) }
}

function within(signal: AbortSignal | undefined): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal }
}
