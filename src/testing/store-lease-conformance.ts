import type { Lease, Store } from '../spec/store.ts'
import { type ScriptedClock, scriptedClock } from './scripted-clock.ts'
import { type StoreSuite, withDatabase } from './store-fixture.ts'
import { metaRow, metaValue } from './store-rows.ts'

const dayMs = 86_400_000

/** Leases and the fences of writes made under them. */
export function storeLeaseConformance(suite: StoreSuite): void {
  const { describe, it, expect } = suite
  const test = (name: string, body: (store: Store, clock: ScriptedClock) => Promise<void>) =>
    it(name, () =>
      withDatabase(suite, async (open) => {
        const clock = scriptedClock()
        await body(await open(clock), clock)
      }),
    )

  describe('leases', () => {
    test('one holder at a time', async (store) => {
      expect(await store.claimLease('sleep', 'a', 1_000)).toEqual({ name: 'sleep', holder: 'a', fence: 1 })
      expect(await store.claimLease('sleep', 'b', 1_000)).toBe(null)
      expect(await store.claimLease('other', 'b', 1_000)).toEqual({ name: 'other', holder: 'b', fence: 1 })
    })

    test('a renewal keeps the fence and lasts longer', async (store, clock) => {
      await store.claimLease('sleep', 'a', 1_000)
      clock.advance(900)
      expect((await store.claimLease('sleep', 'a', 1_000))?.fence).toBe(1)
      clock.advance(900)
      expect(await store.claimLease('sleep', 'b', 1_000)).toBe(null)
    })

    test('an expired lease goes to whoever claims it, with a higher fence', async (store, clock) => {
      await store.claimLease('sleep', 'a', 1_000)
      clock.advance(1_000)
      expect(await store.claimLease('sleep', 'b', 1_000)).toEqual({ name: 'sleep', holder: 'b', fence: 2 })
      expect(await store.claimLease('sleep', 'a', 1_000)).toBe(null)
    })

    test('a released lease is free at once and its fence is never given again', async (store) => {
      const lease = await claimed(store, 'a')
      await store.releaseLease(lease)
      expect((await store.claimLease('sleep', 'b', 1_000))?.fence).toBe(2)
      await store.releaseLease(lease)
      expect(await store.claimLease('sleep', 'a', 1_000)).toBe(null)
    })

    test('a holder that nobody replaced renews late without a new fence, as after a machine that slept', async (store, clock) => {
      const fence = await claimed(store, 'a')
      clock.advance(8 * 3_600_000)
      expect((await store.claimLease('sleep', 'a', 1_000))?.fence).toBe(fence.fence)
      expect(await store.write([metaRow(store, 'a', '1')], { fence })).toEqual({ committed: true })
      expect(await store.claimLease('sleep', 'b', 1_000)).toBe(null)
    })

    test('a clock that jumps back holds nobody up for longer than a lease lasts', async (store, clock) => {
      await claimed(store, 'a')
      clock.advance(-dayMs)
      expect(await store.claimLease('sleep', 'b', 1_000)).toBe(null)
      clock.advance(1_000)
      expect((await store.claimLease('sleep', 'b', 1_000))?.fence).toBe(2)
    })

    test('of claims made at once one wins', async (store) => {
      const claims = await Promise.all(['a', 'b', 'c'].map((holder) => store.claimLease('sleep', holder, 1_000)))
      expect(claims.filter((claim) => claim !== null).length).toBe(1)
    })
  })

  describe('fences', () => {
    test('a holder writes, also after its time while nobody else has claimed', async (store, clock) => {
      const fence = await claimed(store, 'a')
      expect(await store.write([metaRow(store, 'a', '1')], { fence })).toEqual({ committed: true })
      clock.advance(10_000)
      expect(await store.write([metaRow(store, 'b', '2')], { fence })).toEqual({ committed: true })
    })

    test('a holder that was replaced writes nothing', async (store, clock) => {
      const fence = await claimed(store, 'a')
      clock.advance(1_000)
      await claimed(store, 'b')
      const outcome = await store.write([metaRow(store, 'a', '1')], { fence })
      expect(outcome).toEqual({ committed: false, reason: 'fence', index: 0 })
      expect(await metaValue(store, 'a')).toBe(null)
    })

    test('a lease nobody was given fences everything off', async (store) => {
      const outcome = await store.write([metaRow(store, 'a', '1')], { fence: { name: 'never', holder: 'a', fence: 1 } })
      expect(outcome).toEqual({ committed: false, reason: 'fence', index: 0 })
    })
  })
}

async function claimed(store: Store, holder: string): Promise<Lease> {
  const lease = await store.claimLease('sleep', holder, 1_000)
  if (lease === null) throw new Error(`${holder} was not given the lease`)
  return lease
}
