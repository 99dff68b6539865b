import { ReverieError } from '../../../spec/errors.ts'

/** The five-character code of what PostgreSQL refused, or the network's own; null for any other error. */
export function postgresCode(error: unknown): string | null {
  const inner = error instanceof ReverieError ? error.cause : error
  return inner instanceof Error && 'code' in inner && typeof inner.code === 'string' ? inner.code : null
}

/** Whether the transaction was rolled back only because of others, so that it may be tried again as it is. */
export function isContention(error: unknown): boolean {
  const code = postgresCode(error)
  return code === '40001' || code === '40P01'
}

/** Codes of https://www.postgresql.org/docs/current/errcodes-appendix.html that a caller can act on. */
const busy = new Set(['40001', '40P01', '53300', '55P03', '57014'])
const readOnly = new Set(['25006', '42501'])
const damaged = new Set(['XX001', 'XX002'])
const refused = new Set(['28000', '28P01'])
const full = '53100'
const noDatabase = '3D000'
/** Values that a type cannot hold: PostgreSQL repeats them in its message. */
const dataClass = '22'

/**
 * What PostgreSQL or the way to it threw, as the error a caller meets. `doing` says what was tried ("the statement
 * `insert …`"); parameters are never part of it, they hold people's text.
 */
export function postgresError(error: unknown, label: string, doing: string): ReverieError {
  if (error instanceof ReverieError) return error
  const code = postgresCode(error) ?? ''
  const message = error instanceof Error && error.message !== '' ? error.message : code
  if (busy.has(code)) {
    return new ReverieError('database-busy', `The database ${label} stayed locked by another process (${message}).`, {
      cause: error,
      hint: 'Try again, or find the process that holds it.',
      isRetryable: true,
    })
  }
  if (readOnly.has(code)) {
    return new ReverieError('database-read-only', `The database ${label} cannot be written (${message}).`, {
      cause: error,
      hint: 'Grant the role what it needs in the schema, or name another database.',
    })
  }
  if (damaged.has(code)) {
    return new ReverieError('database-damaged', `The database ${label} cannot be used: ${message}.`, {
      cause: error,
      hint: 'Restore a copy of it, or name another database; the next sleep builds a new one from the sources.',
    })
  }
  if (code === noDatabase) {
    return new ReverieError('not-found', `There is no such database: ${label}.`, { cause: error, hint: 'Create it with `createdb`.' })
  }
  if (refused.has(code)) {
    return new ReverieError('database-unreachable', `The server refused to let Reverie in at ${label} (${message}).`, {
      cause: error,
      hint: 'Check the user and the password of the address.',
    })
  }
  if (code === full) {
    return new ReverieError('internal', `The disk that holds ${label} is full; nothing of this write was kept.`, {
      cause: error,
      hint: 'Free some space and try again.',
      isRetryable: true,
    })
  }
  if (isConnection(error, code)) {
    return new ReverieError('database-unreachable', `The server of ${label} cannot be reached (${message}).`, {
      cause: error,
      hint: 'Check the address and that PostgreSQL runs there, then try again; what was confirmed is kept.',
      isRetryable: true,
    })
  }
  const said = code.startsWith(dataClass) ? `a value it cannot hold (${code})` : message
  return new ReverieError('internal', `PostgreSQL refused ${doing}: ${said}`, { cause: error })
}

/** Connection exceptions, a server that is going down or coming up, what the network says, and what the driver says of it. */
function isConnection(error: unknown, code: string): boolean {
  if (/^08|^57P/.test(code) || /^E[A-Z]{3,}$/.test(code)) return true
  return code === '' && error instanceof Error && /connect|terminated|timeout/i.test(error.message)
}
