import { postgresCode } from './postgres-error.ts'
import { type PostgresSession, quotedName } from './session-pool.ts'

const lockNotAvailable = '55P03'
/** Whoever reads a table meanwhile waits as long, so it is tried briefly. */
const lockTimeoutMs = 1_000
/** The server's routine that rewrites a table, and says how many deleted rows it had to keep. */
const rewriting = 'copy_table_data'

/**
 * Erases what deletes left behind: rewrites every table of ours with its indexes and takes its statistics anew. False where
 * somebody kept a table locked, or has a transaction open that could still see what was deleted; call again later. What the
 * server keeps beyond its tables (its log, its backups) is its owner's.
 */
export async function compactDatabase(session: PostgresSession, schema: string): Promise<boolean> {
  const { rows } = await session.query(
    "select c.relname as name from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and c.relkind = 'r' order by c.relname",
    [schema],
  )
  const tables = (rows as readonly { readonly name: string }[]).map(({ name }) => quotedName(name))
  const before = await session.query("select current_setting('lock_timeout') as setting")
  let keptRows = 0
  const unlisten = session.onNotice(({ routine, detail }) => {
    if (routine === rewriting) keptRows += Number(detail.match(/\d+/)?.[0] ?? 0)
  })
  try {
    await session.query(`set lock_timeout = ${lockTimeoutMs}`)
    await session.query(`vacuum (full, analyze, verbose) ${tables.join(', ')}`)
    return keptRows === 0
  } catch (error) {
    if (postgresCode(error) === lockNotAvailable) return false
    throw error
  } finally {
    unlisten()
    await session.query("select set_config('lock_timeout', $1, false)", [
      (before.rows as readonly { readonly setting: string }[])[0]?.setting ?? '0',
    ])
  }
}
