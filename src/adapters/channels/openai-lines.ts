import { z } from 'zod'
import type { BatchResult } from '../../spec/channel.ts'

const failure = z.object({ code: z.string().nullish(), message: z.string().nullish() })

const line = z.object({
  custom_id: z.string(),
  response: z.object({ status_code: z.number(), body: z.unknown() }).nullish(),
  error: failure.nullish(),
})

const refusal = z.object({ error: failure })

/** One line of an output or error file (https://platform.openai.com/docs/api-reference/batch/request-output). */
export function openAiResult(value: unknown): BatchResult {
  const read = line.safeParse(value)
  if (!read.success) return { kind: 'unreadable', reason: 'a line of the results is not of their format' }
  const { custom_id: id, response, error } = read.data
  if (error?.code === 'batch_expired') return { kind: 'expired', id, reason: 'it was not answered before the batch expired' }
  if (error?.code === 'batch_cancelled') return { kind: 'cancelled', id, reason: 'the batch was cancelled' }
  if (response === null || response === undefined) {
    return { kind: 'failed', id, reason: error?.message ?? 'no response', isRetryable: true }
  }
  if (response.status_code === 200) return { kind: 'answered', id, response: JSON.stringify(response.body) }
  const refused = refusal.safeParse(response.body)
  const told = refused.success ? refused.data.error.message : error?.message
  const status = response.status_code
  return {
    kind: 'failed',
    id,
    reason: `HTTP ${status}${told === null || told === undefined ? '' : `: ${told}`}`,
    isRetryable: status === 408 || status === 409 || status === 429 || status >= 500,
  }
}
