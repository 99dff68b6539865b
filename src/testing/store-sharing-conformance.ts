import { statement } from '../spec/store.ts'
import { scriptedClock } from './scripted-clock.ts'
import { type StoreSuite, withDatabase } from './store-fixture.ts'
import { metaRow, metaValue, scopeRow } from './store-rows.ts'

/** Two stores on one database, as two processes have it. */
export function storeSharingConformance(suite: StoreSuite): void {
  const { describe, it, expect } = suite

  describe('two stores on one database', () => {
    it('see what each other commits', () =>
      withDatabase(suite, async (open) => {
        const [a, b] = [await open(scriptedClock()), await open(scriptedClock())]
        await a.write([metaRow(a, 'from a', '1')])
        await b.write([metaRow(b, 'from b', '2')])
        expect([await metaValue(b, 'from a'), await metaValue(a, 'from b')]).toEqual(['1', '2'])
      }))

    it('the change token differs after a commit of either and not otherwise', () =>
      withDatabase(suite, async (open) => {
        const [a, b] = [await open(scriptedClock()), await open(scriptedClock())]
        const before = await a.changeToken()
        await metaValue(a, 'x')
        expect(await a.changeToken()).toBe(before)
        await b.write([metaRow(b, 'x', '1')])
        const afterOther = await a.changeToken()
        expect(afterOther === before).toBe(false)
        await a.write([metaRow(a, 'y', '1')])
        expect((await a.changeToken()) === afterOther).toBe(false)
      }))

    it('hold one lease and obey its fence', () =>
      withDatabase(suite, async (open) => {
        const clock = scriptedClock()
        const [a, b] = [await open(clock), await open(clock)]
        const fence = await a.claimLease('sleep', 'a', 1_000)
        expect(await b.claimLease('sleep', 'b', 1_000)).toBe(null)
        clock.advance(2_000)
        expect((await b.claimLease('sleep', 'b', 1_000))?.fence).toBe(2)
        const outcome = await a.write([metaRow(a, 'late', '1')], fence === null ? {} : { fence })
        expect(outcome).toEqual({ committed: false, reason: 'fence', index: 0 })
      }))

    it('of two whose clocks differ by an hour neither takes the lease back and forth, and the fence keeps the replaced one out', () =>
      withDatabase(suite, async (open) => {
        const [own, ahead] = [scriptedClock(), scriptedClock(scriptedClock().now() + 3_600_000)]
        const [a, b] = [await open(own), await open(ahead)]
        const fence = await a.claimLease('sleep', 'a', 1_000)
        // To a clock that is ahead a lease that lives looks as one that was left an hour ago.
        expect((await b.claimLease('sleep', 'b', 1_000))?.fence).toBe(2)
        expect(await a.claimLease('sleep', 'a', 1_000)).toBe(null)
        const late = await a.write([metaRow(a, 'late', '1')], fence === null ? {} : { fence })
        expect(late).toEqual({ committed: false, reason: 'fence', index: 0 })
        // The one that is ahead lives on, whatever the other does.
        for (const _ of [1, 2, 3]) {
          own.advance(600)
          ahead.advance(600)
          expect((await b.claimLease('sleep', 'b', 1_000))?.fence).toBe(2)
          expect(await a.claimLease('sleep', 'c', 1_000)).toBe(null)
        }
      }))

    it('a lease left by one whose clock was a day ahead is free once a lease is over', () =>
      withDatabase(suite, async (open) => {
        const own = scriptedClock()
        const [a, b] = [await open(scriptedClock(own.now() + 86_400_000)), await open(own)]
        await a.claimLease('sleep', 'a', 1_000)
        expect(await b.claimLease('sleep', 'b', 1_000)).toBe(null)
        own.advance(500)
        expect(await b.claimLease('sleep', 'b', 1_000)).toBe(null)
        own.advance(500)
        expect((await b.claimLease('sleep', 'b', 1_000))?.fence).toBe(2)
      }))

    it('lose nothing when both write at once', () =>
      withDatabase(suite, async (open) => {
        const [a, b] = [await open(scriptedClock()), await open(scriptedClock())]
        await a.write(scopeRow(a))
        const increase = statement(a.read.updateTable('scopes').set((row) => ({ revision: row('revision', '+', 1) })))
        await Promise.all(Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? a : b).write([increase])))
        expect((await a.read.selectFrom('scopes').select('revision').executeTakeFirstOrThrow()).revision).toBe(20)
      }))

    it('a store that is opened again finds everything', () =>
      withDatabase(suite, async (open) => {
        const first = await open(scriptedClock())
        const write = first.write([metaRow(first, 'kept', '1')])
        await first.close()
        expect(await write).toEqual({ committed: true })
        expect(await metaValue(await open(scriptedClock()), 'kept')).toBe('1')
      }))
  })
}
