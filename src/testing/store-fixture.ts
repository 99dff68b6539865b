import type { Clock } from '../spec/clock.ts'
import { ReverieError } from '../spec/errors.ts'
import type { Store } from '../spec/store.ts'
import type { TestRegistrar } from './test-registrar.ts'

/** One empty database of the engine under test. */
export interface TestDatabase {
  /** Opens the database; where it can be shared, every call another store over the same one. */
  open(clock: Clock): Promise<Store>
  /** Called once all stores are closed. */
  drop(): Promise<void>
}

export interface StoreSuite extends TestRegistrar {
  createDatabase(): Promise<TestDatabase>
  /** Whether two stores can be open on one database; a database in memory cannot. */
  readonly isShared: boolean
}

/** Runs a test on a fresh database and closes whatever it opened. */
export async function withDatabase(suite: StoreSuite, body: (open: (clock: Clock) => Promise<Store>) => Promise<void>): Promise<void> {
  const database = await suite.createDatabase()
  const opened: Store[] = []
  try {
    await body(async (clock) => {
      const store = await database.open(clock)
      opened.push(store)
      return store
    })
  } finally {
    for (const store of opened) await store.close()
    await database.drop()
  }
}

/** The code a promise rejects with, `resolved` where it does not. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'resolved',
    (error: unknown) => (error instanceof ReverieError ? error.code : `not a ReverieError: ${error}`),
  )
}
