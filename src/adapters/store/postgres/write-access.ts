import type { Store } from '../../../spec/store.ts'
import type { PostgresSession } from './session-pool.ts'

interface Access {
  readonly recovering: number
  readonly granted: number
  readonly role: string
}

/** Whether the server takes writes, and those of our role. */
export async function writeAccess(session: PostgresSession): Promise<Store['writable']> {
  const { rows } = await session.query(
    "select pg_is_in_recovery() as recovering, has_table_privilege('store_changes', 'UPDATE') and has_table_privilege('entries', 'INSERT') as granted, current_user::text as role",
  )
  const [access] = rows as readonly Access[]
  if (access === undefined || access.recovering === 1) return { ok: false, reason: 'the server is a standby, which only reads' }
  if (access.granted === 0) return { ok: false, reason: `the role ${access.role} may not write its tables` }
  return { ok: true }
}
