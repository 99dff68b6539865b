import { setImmediate } from 'node:timers/promises'
import type { Expectation, Statement, WriteOptions, WriteOutcome } from '../../../spec/store.ts'
import { lockAndCount } from './engine-objects.ts'
import { holdsLease } from './leases.ts'
import type { PostgresSession } from './session-pool.ts'

/** Statements handed to the driver before others get the thread. */
const sentATurn = 200

/**
 * One transaction: takes the write lock first, so that what fence and expectations see is what the statements change; then
 * all of them or none. Throws a ReverieError after rolling back.
 */
export function writeTransaction(session: PostgresSession, statements: readonly Statement[], options: WriteOptions): Promise<WriteOutcome> {
  return inTransaction(session, async () => {
    const refused = await refusal(session, options)
    if (refused !== null) return { result: refused, keep: false }
    await sendAll(session, statements)
    return { result: { committed: true }, keep: true }
  })
}

/**
 * Runs `body` under the write lock and commits where it says so. Each statement sees what is committed when it begins, and
 * under the lock nothing else is.
 */
export async function inTransaction<Result>(
  session: PostgresSession,
  body: () => Promise<{ readonly result: Result; readonly keep: boolean }>,
): Promise<Result> {
  // Not waited for: what the body asks first goes along.
  const locked = Promise.all([session.query('begin isolation level read committed read write'), session.query(lockAndCount)])
  locked.catch(() => {})
  try {
    const { result, keep } = await body()
    await locked
    await session.query(keep ? 'commit' : 'rollback')
    return result
  } catch (error) {
    // Why there is no lock, where there is none, is why the rest failed.
    const cause = await locked.then(
      () => error,
      (refused: unknown) => refused,
    )
    // Where even this fails the connection is gone, and the transaction with it.
    await session.query('rollback').catch(() => {})
    throw cause
  }
}

/** Sends them one behind the other without waiting for each; throws what the first that failed threw. */
async function sendAll(session: PostgresSession, statements: readonly Statement[]): Promise<void> {
  const failures: Promise<{ readonly error: unknown } | null>[] = []
  for (const [at, { sql, parameters }] of statements.entries()) {
    failures.push(
      session.query(sql, parameters).then(
        () => null,
        (error: unknown) => ({ error }),
      ),
    )
    if (at % sentATurn === sentATurn - 1) await setImmediate()
  }
  for (const failure of await Promise.all(failures)) if (failure !== null) throw failure.error
}

async function refusal(session: PostgresSession, { fence, expect = [] }: WriteOptions): Promise<WriteOutcome | null> {
  // Asked all at once; where nothing is expected this does not wait at all.
  const [holds, ...met] = await Promise.all([
    fence === undefined ? true : holdsLease(session, fence),
    ...expect.map((expectation) => isMet(session, expectation)),
  ])
  if (holds === false) return { committed: false, reason: 'fence', index: 0 }
  const index = met.indexOf(false)
  return index === -1 ? null : { committed: false, reason: 'expectation', index }
}

async function isMet(session: PostgresSession, { statement, equals }: Expectation): Promise<boolean> {
  const { rows } = await session.query(statement.sql, statement.parameters)
  const [row] = rows
  const value: unknown = row === undefined || row === null ? null : (Object.values(row)[0] ?? null)
  return value === equals
}
