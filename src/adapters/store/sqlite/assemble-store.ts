import type { Kysely } from 'kysely'
import type { Clock } from '../../../spec/clock.ts'
import { ReverieError } from '../../../spec/errors.ts'
import type { Schema } from '../../../spec/schema.ts'
import type { Statement, Store } from '../../../spec/store.ts'
import { databaseSize } from './database-size.ts'
import { sqliteLexicalIndex } from './lexical-index.ts'
import type { SqliteConnection } from './sqlite-connection.ts'
import type { Perform } from './writer-messages.ts'

/** The parts of a SQLite store, however its writes are done. */
export interface StoreParts {
  readonly path: string
  readonly read: Kysely<Schema>
  readonly reader: SqliteConnection
  /** Does one task of the writer, after those before it. */
  readonly perform: Perform
  readonly changeToken: () => number
  readonly writable: Store['writable']
  readonly clock: Clock
  /** Lets go of connections and threads once the tasks are done. */
  readonly end: () => Promise<void>
}

/** Puts the port together; refuses what the database or a closed store cannot do. */
export function assembleStore({ path, read, reader, perform, changeToken, writable, clock, end }: StoreParts): Store {
  let ending: Promise<void> | null = null
  const writing: Perform = async (kind, takes) => {
    if (ending !== null) throw new ReverieError('internal', `The database ${path} was closed before this write was asked for.`)
    if (!writable.ok) {
      throw new ReverieError('database-read-only', `The database ${path} cannot be written: ${writable.reason}.`, {
        hint: 'Make the file and its folder writable, or name another database.',
      })
    }
    return perform(kind, takes)
  }
  return {
    read,
    lexical: sqliteLexicalIndex(reader),
    writable,
    write: (statements, { fence, expect = [] } = {}) =>
      writing('write', {
        statements: statements.map(plainStatement),
        fence: fence ?? null,
        expect: expect.map(({ statement, equals }) => ({ statement: plainStatement(statement), equals })),
      }),
    claimLease: (name, holder, ttlMs) => writing('claim', { name, holder, ttlMs, now: clock.now() }),
    releaseLease: async (lease) => {
      await writing('release', lease)
    },
    changeToken: async () => changeToken(),
    compact: () => writing('compact', null),
    size: async () => (path === ':memory:' ? 0 : databaseSize(path)),
    close: () => {
      ending ??= end()
      return ending
    },
  }
}

/** Only SQL and parameters cross to the writer; a view would take its whole buffer with it, so it is cut out. */
function plainStatement({ sql, parameters }: Statement): Statement {
  return { sql, parameters: parameters.map((parameter) => (ArrayBuffer.isView(parameter) ? ownBytes(parameter) : parameter)) }
}

function ownBytes(view: ArrayBufferView): Uint8Array {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
  return view.buffer instanceof ArrayBuffer && view.byteLength === view.buffer.byteLength ? bytes : bytes.slice()
}
