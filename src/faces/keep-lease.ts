import { leaseLost } from '../sleep/sleep-context.ts'
import type { ReverieError } from '../spec/errors.ts'
import type { ScopeId } from '../spec/ids.ts'
import type { Lease, Store } from '../spec/store.ts'
import { systemTimer, type Timer } from '../spec/timer.ts'

export interface LeaseKeeping {
  readonly scope: ScopeId
  readonly timer?: Timer
}

/** A lease that is renewed until it is let go of, or lost. */
export interface KeptLease {
  readonly lease: Lease
  /** Aborts once another has the lease; its reason says so. */
  readonly lost: AbortSignal
  /** Why it is lost, or null. */
  readonly whyLost: () => ReverieError | null
  /** Ends the renewing and gives the lease back. */
  letGo(): Promise<void>
}

/** A lease lasts so long without being renewed, ms; and is renewed so often. */
export const leaseMs = 30_000
export const renewMs = 10_000

/**
 * Renews a lease in the background. One that another holder was given is not taken back: `lost` aborts then, and the fence
 * has kept anything from being written since. Where a renewal cannot be made, as on a full disk, the next one is tried.
 */
export function keepLease(store: Store, lease: Lease, { scope, timer = systemTimer }: LeaseKeeping): KeptLease {
  const done = new AbortController()
  const lost = new AbortController()
  let why: ReverieError | null = null
  const isStillOurs = async (): Promise<boolean> => {
    try {
      const renewed = await store.claimLease(lease.name, lease.holder, leaseMs)
      return renewed !== null && renewed.fence === lease.fence
    } catch {
      // What is written meanwhile says why nothing can be.
      return true
    }
  }
  const renewing = (async () => {
    while (!done.signal.aborted) {
      await timer.wait(renewMs, done.signal).catch(() => undefined)
      if (done.signal.aborted || (await isStillOurs())) continue
      why = leaseLost(scope)
      lost.abort(why)
      return
    }
  })()
  return {
    lease,
    lost: lost.signal,
    whyLost: () => why,
    async letGo() {
      done.abort()
      await renewing
      // A lease that cannot be given back ends by itself.
      await store.releaseLease(lease).catch(() => undefined)
    },
  }
}
