import type { Lease } from '../../../spec/store.ts'
import { grantLease, isHeld, type LeaseClaim, type LeaseRow } from '../lease-grant.ts'
import type { PostgresSession } from './session-pool.ts'

/**
 * Claims or renews; `isChanged`: something was written, also where it was refused. `now` null: the server's time, which
 * everyone's processes share. Must run under the write lock.
 */
export async function claimLease(
  session: PostgresSession,
  claim: Omit<LeaseClaim, 'now'> & { readonly now: number | null },
): Promise<{ readonly lease: Lease | null; readonly isChanged: boolean }> {
  const now = claim.now ?? (await serverTime(session))
  const { lease, row } = grantLease(await leaseRow(session, claim.name), { ...claim, now })
  if (row === null) return { lease, isChanged: false }
  await session.query(
    'insert into leases (name, holder, fence, expires_at) values ($1, $2, $3, $4) on conflict (name) do update set holder = excluded.holder, fence = excluded.fence, expires_at = excluded.expires_at',
    [claim.name, row.holder, row.fence, row.expires_at],
  )
  return { lease, isChanged: true }
}

/** Epoch ms. Not the transaction's time, which stands still while it waits for the lock. */
async function serverTime(session: PostgresSession): Promise<number> {
  const { rows } = await session.query('select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now')
  const [row] = rows as readonly { readonly now: number | string }[]
  return Number(row?.now)
}

/** Ends a lease that is still its holder's; another's is left alone. Must run under the write lock. */
export async function releaseLease(session: PostgresSession, { name, holder, fence }: Lease): Promise<void> {
  await session.query('update leases set expires_at = 0 where name = $1 and holder = $2 and fence = $3', [name, holder, fence])
}

/** Whether nobody has claimed the lease since; an expired lease that nobody wanted still holds. */
export async function holdsLease(session: PostgresSession, lease: Lease): Promise<boolean> {
  return isHeld(await leaseRow(session, lease.name), lease)
}

async function leaseRow(session: PostgresSession, name: string): Promise<LeaseRow | undefined> {
  const { rows } = await session.query('select holder, fence, expires_at from leases where name = $1', [name])
  return (rows as readonly LeaseRow[])[0]
}
