import type { Spend } from './answer.ts'

/** Every failure a caller can meet, by literal code. The table {@link errorTable} says how each face reports it. */
export type ErrorCode =
  | 'aborted'
  | 'bad-argument'
  | 'bad-config'
  | 'budget-refused'
  | 'bundle-refused'
  | 'database-damaged'
  | 'database-newer'
  | 'database-busy'
  | 'database-read-only'
  | 'database-unreachable'
  | 'internal'
  | 'lease-held'
  | 'model-failed'
  | 'model-malformed'
  | 'model-missing-package'
  | 'model-unknown'
  | 'not-found'
  | 'package-missing'
  | 'parked'
  | 'source-unreadable'
  | 'unsupported-node'

/** How one error code leaves Reverie: exit code of the CLI, HTTP status, OpenAI error type. */
export interface ErrorExit {
  readonly exitCode: 1 | 2 | 3 | 130
  readonly httpStatus: number
  readonly openaiType: string
}

export const errorTable: Readonly<Record<ErrorCode, ErrorExit>> = {
  aborted: { exitCode: 130, httpStatus: 499, openaiType: 'request_cancelled' },
  'bad-argument': { exitCode: 2, httpStatus: 400, openaiType: 'invalid_request_error' },
  'bad-config': { exitCode: 2, httpStatus: 500, openaiType: 'server_error' },
  'budget-refused': { exitCode: 3, httpStatus: 429, openaiType: 'insufficient_quota' },
  'bundle-refused': { exitCode: 1, httpStatus: 400, openaiType: 'invalid_request_error' },
  'database-damaged': { exitCode: 1, httpStatus: 500, openaiType: 'server_error' },
  'database-newer': { exitCode: 1, httpStatus: 500, openaiType: 'server_error' },
  'database-busy': { exitCode: 1, httpStatus: 503, openaiType: 'server_error' },
  'database-read-only': { exitCode: 1, httpStatus: 503, openaiType: 'server_error' },
  'database-unreachable': { exitCode: 1, httpStatus: 503, openaiType: 'server_error' },
  internal: { exitCode: 1, httpStatus: 500, openaiType: 'server_error' },
  'lease-held': { exitCode: 1, httpStatus: 409, openaiType: 'server_error' },
  'model-failed': { exitCode: 1, httpStatus: 502, openaiType: 'server_error' },
  'model-malformed': { exitCode: 1, httpStatus: 502, openaiType: 'server_error' },
  'model-missing-package': { exitCode: 2, httpStatus: 500, openaiType: 'server_error' },
  'model-unknown': { exitCode: 2, httpStatus: 400, openaiType: 'invalid_request_error' },
  'not-found': { exitCode: 3, httpStatus: 404, openaiType: 'invalid_request_error' },
  'package-missing': { exitCode: 1, httpStatus: 500, openaiType: 'server_error' },
  parked: { exitCode: 1, httpStatus: 503, openaiType: 'server_error' },
  'source-unreadable': { exitCode: 1, httpStatus: 500, openaiType: 'server_error' },
  'unsupported-node': { exitCode: 1, httpStatus: 500, openaiType: 'server_error' },
}

export interface ReverieErrorOptions {
  readonly cause?: unknown
  /** What to do about it, in one sentence. */
  readonly hint?: string
  /** True where the same call may succeed later without any change. */
  readonly isRetryable?: boolean
  /** What calls of a model cost that came to this; absent: none did. */
  readonly spend?: Spend
}

/** The one error base: a literal `code`, what was expected and found in `message`, what to do in `hint`. */
export class ReverieError extends Error {
  override readonly name = 'ReverieError'
  readonly code: ErrorCode
  readonly hint: string | undefined
  readonly isRetryable: boolean
  readonly spend: Spend | undefined

  constructor(code: ErrorCode, message: string, options: ReverieErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.hint = options.hint
    this.isRetryable = options.isRetryable ?? false
    this.spend = options.spend
  }
}
