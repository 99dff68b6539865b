import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openSqliteStore } from '../adapters/store/sqlite/open-sqlite-store.ts'
import type { ScopeId } from '../spec/ids.ts'
import type { Lease, Store } from '../spec/store.ts'
import type { Timer } from '../spec/timer.ts'
import { type ScriptedClock, scriptedClock } from '../testing/scripted-clock.ts'
import { keepLease, leaseMs, renewMs } from './keep-lease.ts'

const scope = 'default' as ScopeId
const hourMs = 3_600_000

let folder: string
let stores: Store[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-lease-'))
  stores = []
})

afterEach(async () => {
  for (const store of stores) await store.close()
  rmSync(folder, { recursive: true, force: true })
})

async function open(clock: ScriptedClock): Promise<Store> {
  const store = await openSqliteStore({ path: join(folder, 'reverie.db'), clock })
  stores.push(store)
  return store
}

async function claimed(store: Store, holder: string): Promise<Lease> {
  const lease = await store.claimLease('sleep:default', holder, leaseMs)
  if (lease === null) throw new Error(`${holder} was not given the lease`)
  return lease
}

/** A timer whose waits end when told; `tick` resolves once what was woken waits again or has ended. */
function steppedTimer(): Timer & { tick(): Promise<void> } {
  let wake: (() => void) | null = null
  let waiting = Promise.withResolvers<void>()
  return {
    wait: (_, signal) =>
      new Promise((resolve, reject) => {
        wake = resolve
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
        waiting.resolve()
      }),
    async tick() {
      await waiting.promise
      waiting = Promise.withResolvers()
      wake?.()
      await Promise.race([waiting.promise, new Promise((resolve) => setTimeout(resolve, 200))])
    },
  }
}

it('renews as long as it is kept, also over the sleep of the machine, and gives it back', async () => {
  const clock = scriptedClock()
  const store = await open(clock)
  const timer = steppedTimer()
  const kept = keepLease(store, await claimed(store, 'own'), { scope, timer })
  for (const step of [renewMs, renewMs, 8 * hourMs, renewMs]) {
    clock.advance(step)
    await timer.tick()
    expect(await store.claimLease('sleep:default', 'other', leaseMs)).toBe(null)
  }
  expect([kept.lost.aborted, kept.whyLost()]).toEqual([false, null])
  await kept.letGo()
  expect(await store.claimLease('sleep:default', 'other', leaseMs)).not.toBe(null)
})

it('says so once another has it, takes nothing back, and leaves the other its lease', async () => {
  const own = scriptedClock()
  const [store, other] = [await open(own), await open(scriptedClock(own.now() + hourMs))]
  const timer = steppedTimer()
  const kept = keepLease(store, await claimed(store, 'own'), { scope, timer })
  const theirs = await claimed(other, 'other')
  await timer.tick()
  expect(kept.lost.aborted).toBe(true)
  expect(kept.whyLost()).toMatchObject({ code: 'lease-held' })
  await kept.letGo()
  expect(await claimed(other, 'other')).toEqual(theirs)
})

it('a renewal that cannot be made is tried again', async () => {
  const clock = scriptedClock()
  const store = await open(clock)
  let isFull = true
  const failing: Store = {
    ...store,
    claimLease: (...claim) => (isFull ? Promise.reject(new Error('disk full')) : store.claimLease(...claim)),
  }
  const timer = steppedTimer()
  const kept = keepLease(failing, await claimed(store, 'own'), { scope, timer })
  await timer.tick()
  expect(kept.lost.aborted).toBe(false)
  isFull = false
  clock.advance(renewMs)
  await timer.tick()
  clock.advance(leaseMs - 1)
  expect(await store.claimLease('sleep:default', 'other', leaseMs)).toBe(null)
  await kept.letGo()
})
