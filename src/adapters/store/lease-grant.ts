import type { Lease } from '../../spec/store.ts'

/** What the store holds of a lease. */
export interface LeaseRow {
  readonly holder: string
  readonly fence: number
  readonly expires_at: number
}

/** What a claim needs; times are epoch ms of the database server's clock where there is one, else of the claimer's. */
export interface LeaseClaim {
  readonly name: string
  readonly holder: string
  readonly ttlMs: number
  readonly now: number
}

/** What a claim comes to. */
export interface LeaseGrant {
  /** Null while another live holder has it. */
  readonly lease: Lease | null
  /** What is to be stored; null: nothing changes. */
  readonly row: LeaseRow | null
}

/**
 * States of a lease: absent → held(holder, fence, until) → expired or released → held by the next, with fence + 1. A
 * released row stays, so that its fence is never given out twice.
 *
 * Clocks may disagree and jump, so times only say who may try; the fence is what keeps a replaced holder from writing. A
 * holder that nobody replaced renews without a new fence, however late: a laptop that slept goes on. An expiry further
 * away than the claimer's own would be is not believed: it is cut to that, so that a holder whose clock was a day ahead
 * blocks no longer than any other once it is dead, while one that lives renews before the cut one is over. Whoever was
 * replaced by a claimer whose clock is ahead is refused like anyone, and so does not take it back.
 */
export function grantLease(row: LeaseRow | undefined, { name, holder, ttlMs, now }: LeaseClaim): LeaseGrant {
  const until = now + ttlMs
  const granted = (fence: number): LeaseGrant => ({ lease: { name, holder, fence }, row: { holder, fence, expires_at: until } })
  if (row === undefined) return granted(1)
  const isReleased = row.expires_at === released
  if (row.holder === holder && !isReleased) return granted(row.fence)
  if (row.expires_at <= now) return granted(row.fence + 1)
  return { lease: null, row: row.expires_at > until ? { ...row, expires_at: until } : null }
}

/** `expires_at` of a lease that its holder gave back. */
export const released = 0

/** Whether nobody has claimed the lease since; an expired lease that nobody wanted still holds. */
export function isHeld(row: LeaseRow | undefined, { holder, fence }: Lease): boolean {
  return row !== undefined && row.holder === holder && row.fence === fence
}
