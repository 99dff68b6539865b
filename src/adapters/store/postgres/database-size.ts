import type { PostgresSession } from './session-pool.ts'

/** Bytes the schema's tables take on disk with their indexes. */
export async function databaseSize(session: PostgresSession, schema: string): Promise<number> {
  const { rows } = await session.query(
    "select coalesce(sum(pg_total_relation_size(c.oid)), 0) as bytes from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and c.relkind in ('r', 'm')",
    [schema],
  )
  return (rows as readonly { readonly bytes: number }[])[0]?.bytes ?? 0
}
