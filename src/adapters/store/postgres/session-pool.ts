import { createHash } from 'node:crypto'
import type { ClientBase, PoolClient } from 'pg'
import type { ConnectionTarget } from './connection-target.ts'
import type { PgPackage } from './load-pg.ts'
import { postgresError } from './postgres-error.ts'
import { boundValue, postgresTypes } from './postgres-values.ts'

/** What one statement gave. */
export interface QueryOutcome {
  readonly command: string
  readonly rowCount: number | null
  readonly rows: readonly unknown[]
}

/** One connection, taken from its pool and given back with `release`; `isBroken` closes it. */
export interface PostgresSession {
  /** Throws a ReverieError. Statements that are not waited for are sent one behind the other and answered in order. */
  query(sql: string, parameters?: readonly unknown[]): Promise<QueryOutcome>
  /** Hears what the server remarks beside its answers, until the function it gives is called. */
  onNotice(listen: (notice: Notice) => void): () => void
  release(isBroken?: boolean): void
}

/** A remark of the server; `routine` is where in its source it comes from, whatever language it speaks. */
export interface Notice {
  readonly routine: string
  readonly detail: string
}

export interface SessionPool {
  take(): Promise<PostgresSession>
  /** Waits for sessions that are out, then closes all. */
  end(): Promise<void>
}

export interface SessionPoolOptions {
  readonly target: ConnectionTarget
  readonly readOnly: boolean
  readonly max: number
}

/** A statement waits this long for another connection's lock; longer is `database-busy`. */
const lockTimeoutMs = 5_000
const connectTimeoutMs = 10_000
/** Of a connection nobody uses. */
const idleTimeoutMs = 60_000
/** A process that stops in the middle of a write must not keep the others waiting for good. */
const stalledTransactionMs = 60_000
/** Statements of one connection kept prepared; the server holds each until the connection ends. */
const keptStatements = 512

/** Opens connections as they are needed. They keep the process alive only while something is asked of them. */
export function openSessionPool({ Pool, types }: PgPackage, { target, readOnly, max }: SessionPoolOptions): SessionPool {
  const settings = [
    `set search_path to ${quotedName(target.schema)}`,
    `set lock_timeout = ${lockTimeoutMs}`,
    `set idle_in_transaction_session_timeout = ${stalledTransactionMs}`,
    'set jit = off',
    'set client_min_messages = warning',
    `set default_transaction_read_only = ${readOnly ? 'on' : 'off'}`,
    // What was acknowledged is on disk, whatever the server's default; stronger settings stay.
    "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'",
  ].join('; ')
  const pool = new Pool({
    connectionString: target.connectionString,
    application_name: 'reverie',
    max,
    connectionTimeoutMillis: connectTimeoutMs,
    idleTimeoutMillis: idleTimeoutMs,
    allowExitOnIdle: true,
    keepAlive: true,
    pipeline: true,
    types: postgresTypes(types),
    // The pool waits for it, though its type does not say so.
    onConnect: async (client: ClientBase) => {
      await client.query(settings)
    },
  })
  // The pool has let go of the connection already; whoever asks next is given another.
  pool.on('error', () => {})
  const sessions = new WeakMap<PoolClient, PostgresSession>()
  return {
    async take() {
      try {
        const client = await pool.connect()
        const known = sessions.get(client)
        if (known !== undefined) return known
        const session = sessionOver(client, target.label)
        sessions.set(client, session)
        return session
      } catch (error) {
        throw postgresError(error, target.label, 'to connect')
      }
    },
    end: () => pool.end(),
  }
}

function sessionOver(client: PoolClient, label: string): PostgresSession {
  // A connection that breaks while it is out fails what was asked of it; the event must not end the process as well.
  client.on('error', () => {})
  const nameOf = createNames()
  return {
    async query(sql, parameters = []) {
      try {
        const values = parameters.map((value) => boundValue(value, false))
        const name = nameOf(sql)
        const outcome = await client.query(name === null ? { text: sql, values } : { name, text: sql, values })
        return outcome
      } catch (error) {
        throw postgresError(error, label, `the statement \`${sql.length > 200 ? `${sql.slice(0, 200)}…` : sql}\``)
      }
    },
    onNotice(listen) {
      const hear = ({ routine, detail }: { readonly routine?: string | undefined; readonly detail?: string | undefined }) =>
        listen({ routine: routine ?? '', detail: detail ?? '' })
      client.on('notice', hear)
      return () => client.off('notice', hear)
    },
    release: (isBroken = false) => client.release(isBroken),
  }
}

/** Names for statements that come again, which the server then has prepared; null for one that is new, or beyond the limit. */
function createNames(): (sql: string) => string | null {
  const seen = new Set<string>()
  const names = new Map<string, string>()
  return (sql) => {
    const known = names.get(sql)
    if (known !== undefined) return known
    if (!seen.delete(sql)) {
      if (seen.size >= keptStatements) seen.clear()
      seen.add(sql)
      return null
    }
    if (names.size >= keptStatements) return null
    const name = createHash('sha256').update(sql).digest('base64url')
    names.set(sql, name)
    return name
  }
}

/** A name as SQL writes it. */
export function quotedName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
