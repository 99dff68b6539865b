import { ReverieError } from '../../../spec/errors.ts'

/** Primary result codes of SQLite (https://sqlite.org/rescode.html) that a caller can act on. */
const busy = 5
const locked = 6
const readOnly = 8
const corrupt = 11
const full = 13
const cannotOpen = 14
const notADatabase = 26

/** The primary result code of what `node:sqlite` threw, or null for any other error. */
export function sqliteCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null
  return error.errcode & 0xff
}

/**
 * What SQLite threw, as the error a caller meets. `doing` says what was tried ("reading", "the statement `insert …`");
 * parameters are never part of it, they hold people's text.
 */
export function sqliteError(error: unknown, path: string, doing: string): ReverieError {
  if (error instanceof ReverieError) return error
  const found = error instanceof Error ? error.message : String(error)
  switch (sqliteCode(error)) {
    case busy:
    case locked:
      return new ReverieError('database-busy', `The database ${path} stayed locked by another process (${found}).`, {
        cause: error,
        hint: 'Try again, or find the process that holds it.',
        isRetryable: true,
      })
    case readOnly:
      return new ReverieError('database-read-only', `The database ${path} cannot be written (${found}).`, {
        cause: error,
        hint: 'Make the file and its folder writable, or name another database.',
      })
    case corrupt:
    case notADatabase:
      return damaged(path, found, error)
    case full:
      return new ReverieError('internal', `The disk that holds ${path} is full; nothing of this write was kept.`, {
        cause: error,
        hint: 'Free some space and try again.',
        isRetryable: true,
      })
    case cannotOpen:
      return new ReverieError('database-read-only', `The database ${path} could not be opened (${found}).`, {
        cause: error,
        hint: 'Check that the file and its folder exist and may be read and written.',
      })
    default:
      return new ReverieError('internal', `SQLite refused ${doing}: ${found}`, { cause: error })
  }
}

/** The error for a file that is no sound Reverie database. */
export function damaged(path: string, found: string, cause?: unknown): ReverieError {
  return new ReverieError('database-damaged', `The database ${path} cannot be used: ${found}. It was left as it is.`, {
    cause,
    hint: 'Move the file away (or restore a copy of it); the next sleep builds a new one from the sources.',
  })
}
