import type { Lease } from '../../spec/store.ts'

/** What the store holds of a lease. */
export interface LeaseRow {
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
 * Gives the lease to be stored, or null while another live holder has it.
 */
export function grantLease(row: LeaseRow | undefined, { name, holder, now }: LeaseClaim): Lease | null {
  const isLive = row !== undefined && row.expires_at > now
  if (isLive && row.holder !== holder) return null
  return { name, holder, fence: row === undefined ? 1 : isLive ? row.fence : row.fence + 1 }
}

/** Whether nobody has claimed the lease since; an expired lease that nobody wanted still holds. */
export function isHeld(row: LeaseRow | undefined, { holder, fence }: Lease): boolean {
  return row !== undefined && row.holder === holder && row.fence === fence
}
