import type { Expectation, Statement, WriteOptions, WriteOutcome } from '../../../spec/store.ts'
import { holdsLease } from './leases.ts'
import type { SqliteConnection } from './sqlite-connection.ts'

/**
 * One transaction on the writing connection: takes the write lock first, so that what fence and expectations see is
 * what the statements change; then all of them or none. Throws a ReverieError after rolling back.
 */
export function writeTransaction(connection: SqliteConnection, statements: readonly Statement[], options: WriteOptions): WriteOutcome {
  return inTransaction(connection, () => {
    const refused = refusal(connection, options)
    if (refused !== null) return { result: refused, keep: false }
    for (const { sql, parameters } of statements) connection.prepare(sql).run(parameters)
    return { result: { committed: true }, keep: true }
  })
}

/** Runs `body` under the write lock and commits where it says so. */
export function inTransaction<Result>(
  connection: SqliteConnection,
  body: () => { readonly result: Result; readonly keep: boolean },
): Result {
  connection.exec('begin immediate')
  try {
    const { result, keep } = body()
    connection.exec(keep ? 'commit' : 'rollback')
    return result
  } catch (error) {
    // Some failures (a full disk, a lost lock) have already rolled back.
    if (connection.database.isTransaction) connection.exec('rollback')
    throw error
  }
}

function refusal(connection: SqliteConnection, { fence, expect = [] }: WriteOptions): WriteOutcome | null {
  if (fence !== undefined && !holdsLease(connection, fence)) return { committed: false, reason: 'fence', index: 0 }
  const index = expect.findIndex((expectation) => !isMet(connection, expectation))
  return index === -1 ? null : { committed: false, reason: 'expectation', index }
}

function isMet(connection: SqliteConnection, { statement, equals }: Expectation): boolean {
  const [row] = connection.prepare(statement.sql).all(statement.parameters)
  const value: unknown = row === undefined || row === null ? null : (Object.values(row)[0] ?? null)
  return value === equals
}
