import { isContention } from './postgres-error.ts'
import type { PostgresSession, SessionPool } from './session-pool.ts'

/** Does tasks one after another, in the order they were asked. */
export interface PostgresWriter {
  /** A task that only lost against others is done again; each attempt must leave nothing behind. */
  perform<Result>(task: (session: PostgresSession) => Promise<Result>): Promise<Result>
  /** Resolves when everything asked so far is done. */
  settled(): Promise<void>
}

const attempts = 5

export function createWriter(pool: SessionPool): PostgresWriter {
  let last: Promise<unknown> = Promise.resolve()
  return {
    perform(task) {
      const done = last.then(() => attempt(pool, task))
      last = done.catch(() => {})
      return done
    },
    settled: async () => {
      await last
    },
  }
}

async function attempt<Result>(pool: SessionPool, task: (session: PostgresSession) => Promise<Result>): Promise<Result> {
  for (let left = attempts - 1; ; left -= 1) {
    const session = await pool.take()
    let isBroken = true
    try {
      const result = await task(session)
      isBroken = false
      return result
    } catch (error) {
      if (left === 0 || !isContention(error)) throw error
    } finally {
      // After a failure nobody can be sure what the connection is in the middle of.
      session.release(isBroken)
    }
  }
}
