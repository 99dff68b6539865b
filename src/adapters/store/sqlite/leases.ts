import type { Lease } from '../../../spec/store.ts'
import type { SqliteConnection } from './sqlite-connection.ts'

interface LeaseRow {
  readonly holder: string
  readonly fence: number
  readonly expires_at: number
}

/** What a claim needs; times are epoch ms of the claimer's clock. */
export interface LeaseClaim {
  readonly name: string
  readonly holder: string
  readonly ttlMs: number
  readonly now: number
}

/**
 * States of a lease: absent → held(holder, fence, until) → expired or released → held by the next, with fence + 1.
 * A live holder renews without a new fence. A released row stays, so that its fence is never given out twice.
 * Must run under the write lock.
 */
export function claimLease(connection: SqliteConnection, { name, holder, ttlMs, now }: LeaseClaim): Lease | null {
  const row = leaseRow(connection, name)
  const isLive = row !== undefined && row.expires_at > now
  if (isLive && row.holder !== holder) return null
  const fence = row === undefined ? 1 : isLive ? row.fence : row.fence + 1
  connection
    .prepare(
      'insert into leases (name, holder, fence, expires_at) values (?, ?, ?, ?) on conflict (name) do update set holder = excluded.holder, fence = excluded.fence, expires_at = excluded.expires_at',
    )
    .run([name, holder, fence, now + ttlMs])
  return { name, holder, fence }
}

/** Ends a lease that is still its holder's; another's is left alone. Must run under the write lock. */
export function releaseLease(connection: SqliteConnection, { name, holder, fence }: Lease): void {
  connection.prepare('update leases set expires_at = 0 where name = ? and holder = ? and fence = ?').run([name, holder, fence])
}

/** Whether nobody has claimed the lease since; an expired lease that nobody wanted still holds. */
export function holdsLease(connection: SqliteConnection, { name, holder, fence }: Lease): boolean {
  const row = leaseRow(connection, name)
  return row !== undefined && row.holder === holder && row.fence === fence
}

function leaseRow(connection: SqliteConnection, name: string): LeaseRow | undefined {
  const [row] = connection.prepare('select holder, fence, expires_at from leases where name = ?').all([name])
  return row as LeaseRow | undefined
}
