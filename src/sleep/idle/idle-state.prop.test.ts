import fc from 'fast-check'
import { expect, it } from 'vitest'
import { firstIdleState, type IdleEvent, idleStep, nextLookMs } from './idle-state.ts'

const settings = { afterMs: 60_000 }

const happening = fc.record({
  after: fc.oneof(fc.nat(2_000), fc.nat(100_000), fc.nat(4_000_000)),
  kind: fc.constantFrom('ask', 'answer', 'changed', 'wanted', 'look', 'slept', 'jumped'),
  refusal: fc.option(fc.constant('busy')),
  outcome: fc.constantFrom('done' as const, 'failed' as const, 'held' as const),
  spread: fc.double({ min: 0, max: 0.999, noNaN: true }),
  againInMs: fc.option(fc.constant(600_000)),
})

it('whatever happens: no sleep begins while an ask runs, and a paused one goes on when the last ask ends', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 80 }), (happenings) => {
      let state = firstIdleState(0)
      let at = 0
      let asks = 0
      let isPaused = false
      let isSleeping = false
      for (const { after, kind, refusal, outcome, spread, againInMs } of happenings) {
        at += after
        // Answers and ends of sleeps come only of what began.
        if (kind === 'answer' && asks === 0) continue
        if (kind === 'slept' && !isSleeping) continue
        const event: IdleEvent =
          kind === 'ask'
            ? { kind: 'ask-began' }
            : kind === 'answer'
              ? { kind: 'ask-ended' }
              : kind === 'slept'
                ? { kind, outcome, spread, againInMs }
                : { kind }
        if (kind === 'ask') asks += 1
        if (kind === 'answer') asks -= 1
        if (kind === 'slept') isSleeping = isPaused = false
        const failuresBefore = state.common
        const step = idleStep(state, event, { at, refusal }, settings)
        state = step.state
        if (step.action === 'sleep') {
          expect([asks, isSleeping]).toEqual([0, false])
          if (kind !== 'wanted') {
            expect(refusal).toBe(null)
            expect(at).toBeGreaterThanOrEqual(failuresBefore.notBefore)
          }
          isSleeping = true
        }
        if (step.action === 'pause') {
          expect([isSleeping, isPaused]).toEqual([true, false])
          isPaused = true
        }
        if (step.action === 'resume') {
          expect([isPaused, asks]).toEqual([true, 0])
          isPaused = false
        }
        expect(isPaused).toBe(isSleeping && asks > 0)
        expect(state.common.asks).toBe(asks)
        expect(state.kind === 'asleep' || state.kind === 'yielding').toBe(isSleeping)
        const wait = nextLookMs(state, at, settings)
        if (isSleeping || asks > 0) expect(wait).toBe(null)
        else expect(wait).toBeGreaterThan(0)
      }
      // However it got there: left alone, with the machine free, it sleeps.
      for (; asks > 0; asks -= 1) state = idleStep(state, { kind: 'ask-ended' }, { at, refusal: null }, settings).state
      if (isSleeping) return
      for (let looks = 0; looks < 4; looks += 1) {
        at += nextLookMs(state, at, settings) ?? 0
        const step = idleStep(state, { kind: 'look' }, { at, refusal: null }, settings)
        if (step.action === 'sleep') return
        state = step.state
      }
      expect.unreachable('it never sleeps again')
    }),
    { numRuns: 500 },
  )
})
