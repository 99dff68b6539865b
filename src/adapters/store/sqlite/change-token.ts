import { statSync } from 'node:fs'
import { ReverieError } from '../../../spec/errors.ts'
import type { ReaderConnection } from './open-reader-connection.ts'

/**
 * A number that changes with every commit but the reading connection's own, of which there are none.
 * https://sqlite.org/pragma.html#pragma_data_version
 */
export function changeTokenOf(path: string, { connection, isFixed }: ReaderConnection): () => number {
  if (isFixed) return fixedToken(path)
  return () => {
    const [row] = connection.prepare('pragma data_version').all([])
    return (row as { readonly data_version: number }).data_version
  }
}

/** A file that is read as it was must not change under its reader: that somebody wrote is an error, not a new token. */
function fixedToken(path: string): () => number {
  const before = stamp(path)
  return () => {
    if (stamp(path) === before) return 1
    throw new ReverieError('database-busy', `The database ${path} was opened without its log and has been written since.`, {
      hint: 'Open it again.',
      isRetryable: true,
    })
  }
}

function stamp(path: string): string {
  return [path, `${path}-wal`]
    .map((file) => statSync(file, { bigint: true, throwIfNoEntry: false }))
    .map((found) => (found === undefined || found.size === 0n ? '' : `${found.ino} ${found.size} ${found.mtimeNs}`))
    .join(' ')
}
