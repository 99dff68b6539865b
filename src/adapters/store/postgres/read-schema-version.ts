import { ReverieError } from '../../../spec/errors.ts'
import { compareSchemaVersion, schemaVersionKey } from '../migrations/schema-version.ts'
import type { ConnectionTarget } from './connection-target.ts'
import type { PostgresSession } from './session-pool.ts'

interface Found {
  readonly tables: number
  readonly has_meta: number
}

/**
 * Whether the schema is at this release's version, or must be migrated to it. Throws `database-newer` for a later
 * release's and `database-damaged` for a schema that holds somebody else's tables.
 */
export async function readSchemaVersion(session: PostgresSession, { label, schema }: ConnectionTarget): Promise<'current' | 'older'> {
  const { rows } = await session.query(
    `select count(*) as tables, coalesce(max(case when c.relname = 'meta' then 1 else 0 end), 0) as has_meta
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and c.relkind in ('r', 'p')`,
    [schema],
  )
  const [found] = rows as readonly Found[]
  if (found === undefined || found.tables === 0) return 'older'
  if (found.has_meta === 0) throw notOurs(label, `the schema "${schema}" holds tables that are not Reverie's`)
  const version = await session.query('select value from meta where key = $1', [schemaVersionKey])
  const stored = Number((version.rows as readonly { readonly value: unknown }[])[0]?.value ?? Number.NaN)
  if (!Number.isInteger(stored)) throw notOurs(label, `the schema "${schema}" does not say which version of Reverie's tables it holds`)
  return compareSchemaVersion(label, stored)
}

function notOurs(label: string, found: string): ReverieError {
  return new ReverieError('database-damaged', `The database ${label} cannot be used: ${found}. It was left as it is.`, {
    hint: 'Name a schema of its own with ?schema=… in the address.',
  })
}
