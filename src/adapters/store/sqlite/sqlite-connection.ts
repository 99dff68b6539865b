import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { sqliteError } from './sqlite-error.ts'

/** A prepared statement; the shape Kysely's SQLite driver asks for. */
export interface PreparedStatement {
  /** Whether it returns rows. */
  readonly reader: boolean
  all(parameters: readonly unknown[]): unknown[]
  run(parameters: readonly unknown[]): { readonly changes: number | bigint; readonly lastInsertRowid: number | bigint }
  iterate(parameters: readonly unknown[]): IterableIterator<unknown>
}

/** One connection with its prepared statements, which are kept by their SQL. Everything on it is synchronous. */
export interface SqliteConnection {
  readonly path: string
  readonly database: DatabaseSync
  /** Throws a ReverieError for SQL that does not compile. */
  prepare(sql: string): PreparedStatement
  /** Runs statements without parameters, unprepared. */
  exec(sql: string): void
  close(): void
}

export interface ConnectionOptions {
  /** What to open; default `path`. An URL carries SQLite's `file:` parameters. */
  readonly location?: URL
  readonly readOnly?: boolean
  /** How long a statement waits for another connection's lock. */
  readonly busyTimeoutMs: number
  /** Page cache of this connection. */
  readonly cacheKilobytes: number
}

/** Statements kept prepared; beyond it the least recently used goes. */
const keptStatements = 512

/** Opens one connection. Throws a ReverieError where SQLite cannot; the file itself is first read by the first statement. */
export function openConnection(path: string, options: ConnectionOptions): SqliteConnection {
  const database = guarded(path, 'to open', () => {
    const opened = new DatabaseSync(options.location ?? path, { readOnly: options.readOnly ?? false, timeout: options.busyTimeoutMs })
    opened.exec(`pragma cache_size = -${options.cacheKilobytes}; pragma temp_store = memory`)
    return opened
  })
  const kept = new Map<string, PreparedStatement>()
  return {
    path,
    database,
    prepare(sql) {
      const known = kept.get(sql)
      const statement = known ?? prepared(path, database, sql)
      if (known !== undefined) kept.delete(sql)
      else if (kept.size >= keptStatements) for (const oldest of kept.keys()) if (kept.delete(oldest)) break
      kept.set(sql, statement)
      return statement
    },
    exec: (sql) => guarded(path, `\`${sql}\``, () => database.exec(sql)),
    close() {
      kept.clear()
      if (database.isOpen) database.close()
    },
  }
}

function prepared(path: string, database: DatabaseSync, sql: string): PreparedStatement {
  const doing = `the statement \`${sql.length > 200 ? `${sql.slice(0, 200)}…` : sql}\``
  const statement: StatementSync = guarded(path, doing, () => database.prepare(sql))
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => guarded(path, doing, () => statement.all(...bindable(parameters))),
    run: (parameters) => guarded(path, doing, () => statement.run(...bindable(parameters))),
    iterate: (parameters) => guarded(path, doing, () => statement.iterate(...bindable(parameters))),
  }
}

/** Other values that cannot be bound (undefined, a date) `node:sqlite` refuses itself. */
function bindable(parameters: readonly unknown[]): SQLInputValue[] {
  const [first] = parameters
  // It would take an object in first place for parameters by name, and bind NULL to the rest.
  if (typeof first === 'object' && first !== null && !ArrayBuffer.isView(first)) {
    throw new TypeError('Provided value cannot be bound to SQLite parameter 1.')
  }
  return parameters as SQLInputValue[]
}

function guarded<Result>(path: string, doing: string, run: () => Result): Result {
  try {
    return run()
  } catch (error) {
    throw sqliteError(error, path, doing)
  }
}
