import type { Lease } from '../../../spec/store.ts'
import { grantLease, isHeld, type LeaseClaim, type LeaseRow } from '../lease-grant.ts'
import type { SqliteConnection } from './sqlite-connection.ts'

/** Claims or renews; `isChanged`: something was written, also where it was refused. Must run under the write lock. */
export function claimLease(connection: SqliteConnection, claim: LeaseClaim): { readonly lease: Lease | null; readonly isChanged: boolean } {
  const { lease, row } = grantLease(leaseRow(connection, claim.name), claim)
  if (row === null) return { lease, isChanged: false }
  connection
    .prepare(
      'insert into leases (name, holder, fence, expires_at) values (?, ?, ?, ?) on conflict (name) do update set holder = excluded.holder, fence = excluded.fence, expires_at = excluded.expires_at',
    )
    .run([claim.name, row.holder, row.fence, row.expires_at])
  return { lease, isChanged: true }
}

/** Ends a lease that is still its holder's; another's is left alone. Must run under the write lock. */
export function releaseLease(connection: SqliteConnection, { name, holder, fence }: Lease): void {
  connection.prepare('update leases set expires_at = 0 where name = ? and holder = ? and fence = ?').run([name, holder, fence])
}

/** Whether nobody has claimed the lease since; an expired lease that nobody wanted still holds. */
export function holdsLease(connection: SqliteConnection, lease: Lease): boolean {
  return isHeld(leaseRow(connection, lease.name), lease)
}

function leaseRow(connection: SqliteConnection, name: string): LeaseRow | undefined {
  const [row] = connection.prepare('select holder, fence, expires_at from leases where name = ?').all([name])
  return row as LeaseRow | undefined
}
