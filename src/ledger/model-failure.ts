import { AISDKError, APICallError, LoadAPIKeyError, NoSuchModelError } from '@ai-sdk/provider'
import { ReverieError } from '../spec/errors.ts'
import { unreachableHint } from './unreachable-hint.ts'

/**
 * One failed attempt. `charge`: `none` where the call never left or was turned away unread (no connection, a 4xx answer),
 * `worst-case` where the provider may have worked on it (5xx, time-out, cut stream).
 */
export interface ModelFailure {
  readonly error: ReverieError
  readonly charge: 'none' | 'worst-case'
  /** How long the provider asks to wait, in milliseconds, or null. */
  readonly retryAfterMs: number | null
}

const notConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EPROTO'])
/** What a failed TLS handshake is told by, before which nothing of a request is sent, and a port that `fetch` refuses. */
const notSent = /^(?:ERR_SSL_|ERR_TLS_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)|^bad port$/

/** Turns whatever a provider threw into the one error base, with what it cost and whether to try again. `now` is wall time, for HTTP dates. */
export function modelFailure(model: string, cause: unknown, now: number): ModelFailure {
  if (cause instanceof ReverieError) return { error: cause, charge: 'worst-case', retryAfterMs: null }
  if (APICallError.isInstance(cause)) return apiFailure(model, cause, now)
  if (LoadAPIKeyError.isInstance(cause)) {
    return failure(model, 'bad-config', cause.message, cause, { hint: 'Set the key in the environment variable named above.' })
  }
  if (NoSuchModelError.isInstance(cause)) {
    return failure(model, 'model-unknown', cause.message, cause, { hint: 'Check the model name after the slash.' })
  }
  const connection = connectionCode(cause)
  if (connection !== null && isUnsent(connection)) {
    return failure(model, 'model-failed', `no connection (${connection})`, cause, {
      isRetryable: true,
      hint: unreachableHint(model),
    })
  }
  const text = cause instanceof Error ? cause.message : String(cause)
  // An SDK error that is no answer of the server is a body or a stream that could not be read: it may pass.
  const isRetryable = AISDKError.isInstance(cause) || connection !== null || cause instanceof TypeError
  return { ...failure(model, 'model-failed', text, cause, { isRetryable }), charge: 'worst-case' }
}

function apiFailure(model: string, cause: APICallError, now: number): ModelFailure {
  const status = cause.statusCode
  if (status === undefined || status < 400) {
    const connection = connectionCode(cause.cause)
    const unsent = connection !== null && isUnsent(connection)
    const what = status === undefined ? cause.message : `answer not understood: ${cause.message}`
    const hint = status === undefined ? { hint: unreachableHint(model, cause.url) } : {}
    const made = failure(model, 'model-failed', what, cause, { isRetryable: true, ...hint })
    return unsent ? made : { ...made, charge: 'worst-case' }
  }
  const isRetryable = status === 408 || status === 409 || status === 429 || status >= 500
  const made = failure(model, codeOf(status), `HTTP ${status}: ${cause.message}`, cause, {
    isRetryable,
    hint: hintOf(status),
  })
  // 503 turns a request away; of the others the provider may have worked on it.
  return {
    ...made,
    charge: status >= 500 && status !== 503 ? 'worst-case' : 'none',
    retryAfterMs: retryAfterMs(cause.responseHeaders ?? {}, now),
  }
}

/** A wrong key or name fails every call alike: it is no fault of the item at hand. */
function codeOf(status: number): 'bad-config' | 'model-unknown' | 'model-failed' {
  if (status === 401 || status === 403) return 'bad-config'
  return status === 404 ? 'model-unknown' : 'model-failed'
}

function hintOf(status: number): string {
  if (status === 401 || status === 403) return 'Check the API key and what it may use.'
  if (status === 404) return 'Check the model name and the base URL.'
  if (status === 429) return 'The provider limits the rate or the quota: try again later or raise it there.'
  return status >= 500 ? 'The provider has trouble: try again later.' : 'The provider refused the request as it is.'
}

function failure(
  model: string,
  code: 'bad-config' | 'model-failed' | 'model-unknown',
  text: string,
  cause: unknown,
  options: { readonly hint?: string; readonly isRetryable?: boolean },
): ModelFailure {
  return { error: new ReverieError(code, `${model} failed: ${text}`, { ...options, cause }), charge: 'none', retryAfterMs: null }
}

function isUnsent(connection: string): boolean {
  return notConnected.has(connection) || notSent.test(connection)
}

/** The system's code of a failed connection, wherever in the chain of causes it stands. */
function connectionCode(cause: unknown): string | null {
  let current = cause
  for (let depth = 0; depth < 6 && current instanceof Error; depth += 1) {
    if ('code' in current && typeof current.code === 'string' && (/^(E[A-Z]|UND_ERR)/.test(current.code) || notSent.test(current.code)))
      return current.code
    if (notSent.test(current.message)) return current.message
    current = current instanceof AggregateError ? current.errors[0] : current.cause
  }
  return null
}

/** `retry-after` in seconds or as an HTTP date (RFC 9110 §10.2.3), and OpenAI's `retry-after-ms`. */
function retryAfterMs(headers: Readonly<Record<string, string>>, now: number): number | null {
  const milliseconds = Number.parseFloat(headers['retry-after-ms'] ?? '')
  if (Number.isFinite(milliseconds) && milliseconds >= 0) return milliseconds
  const value = headers['retry-after']
  if (value === undefined) return null
  const seconds = Number(value)
  if (Number.isFinite(seconds) && value.trim() !== '') return Math.max(0, seconds * 1000)
  const date = Date.parse(value)
  return Number.isNaN(date) ? null : Math.max(0, date - now)
}
