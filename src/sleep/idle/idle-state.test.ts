import { describe, expect, it } from 'vitest'
import { firstIdleState, type IdleEvent, type IdleState, idleStep, nextLookMs } from './idle-state.ts'

const settings = { afterMs: 60_000 }

/** Takes the events one after another; `refused`: why the machine does not allow a sleep. */
function walk(events: readonly (readonly [at: number, event: IdleEvent, refused?: string])[], from: IdleState = firstIdleState(0)) {
  let state = from
  const actions: string[] = []
  let why = ''
  for (const [at, event, refused] of events) {
    const step = idleStep(state, event, { at, refusal: refused ?? null }, settings)
    state = step.state
    why = step.why
    if (step.action !== 'none') actions.push(step.action)
  }
  return { state, actions, why }
}

const look: IdleEvent = { kind: 'look' }
const began: IdleEvent = { kind: 'ask-began' }
const ended: IdleEvent = { kind: 'ask-ended' }
const done: IdleEvent = { kind: 'slept', outcome: 'done', spread: 0.5, againInMs: null }
const failed: IdleEvent = { kind: 'slept', outcome: 'failed', spread: 0.5, againInMs: null }

describe('falling asleep', () => {
  it('takes a minute without an ask', () => {
    expect(walk([[59_999, look]])).toMatchObject({ actions: [], state: { kind: 'awake' }, why: 'asked a moment ago' })
    expect(walk([[60_000, look]])).toMatchObject({ actions: ['sleep'], state: { kind: 'asleep', since: 60_000 } })
    expect(
      walk([
        [30_000, began],
        [50_000, ended],
        [109_999, look],
      ]).actions,
    ).toEqual([])
    expect(
      walk([
        [30_000, began],
        [200_000, look],
        [210_000, ended],
        [270_000, look],
      ]).actions,
    ).toEqual(['sleep'])
  })

  it('waits drowsily for the machine and the hour, saying why, and looks again', () => {
    const { state, why, actions } = walk([[60_000, look, 'the machine runs on battery']])
    expect([state.kind, why, actions]).toEqual(['drowsy', 'the machine runs on battery', []])
    expect(nextLookMs(state, 60_000, settings)).toBe(15_000)
    expect(walk([[75_000, look]], state).actions).toEqual(['sleep'])
  })

  it('is not begun by a change where the machine does not allow it', () => {
    const drowsy = walk([[60_000, look, 'busy']]).state
    expect(walk([[61_000, { kind: 'changed' }]], drowsy).actions).toEqual([])
    expect(walk([[61_000, look]], drowsy).actions).toEqual(['sleep'])
  })

  it('on demand asks for neither quiet nor leave, but never comes while somebody asks', () => {
    expect(walk([[1, { kind: 'wanted' }, 'busy']]).actions).toEqual(['sleep'])
    const asked = walk([
      [1, began],
      [2, { kind: 'wanted' }],
    ])
    expect([asked.actions, asked.why]).toEqual([[], 'somebody asks'])
    expect(
      walk(
        [
          [3, ended],
          [60_003, look],
        ],
        asked.state,
      ).actions,
    ).toEqual(['sleep'])
  })

  it('waits afresh after the machine itself was asleep', () => {
    const woken = walk([[8 * 3_600_000, { kind: 'jumped' }]])
    expect(walk([[8 * 3_600_000 + 59_999, look]], woken.state).actions).toEqual([])
    expect(walk([[8 * 3_600_000 + 60_000, look]], woken.state).actions).toEqual(['sleep'])
  })
})

describe('asleep', () => {
  const asleep = walk([[60_000, look]]).state

  it('yields from the first ask to the end of the last', () => {
    const { actions, state } = walk(
      [
        [70_000, began],
        [70_010, began],
        [70_020, ended],
        [70_030, ended],
      ],
      asleep,
    )
    expect([actions, state.kind]).toEqual([['pause', 'resume'], 'asleep'])
  })

  it('is not begun twice', () => {
    expect(
      walk(
        [
          [200_000, look],
          [200_001, { kind: 'wanted' }],
          [200_002, { kind: 'changed' }],
        ],
        asleep,
      ).actions,
    ).toEqual([])
  })

  it('sleeps again for what came meanwhile, else when an hour is over', () => {
    const quiet = walk([[100_000, done]], asleep).state
    expect(walk([[400_000, look]], quiet)).toMatchObject({ actions: [], why: 'nothing happened since the last sleep' })
    expect(nextLookMs(quiet, 400_000, settings)).toBe(3_300_000)
    expect(walk([[3_700_000, look]], quiet).actions).toEqual(['sleep'])
    const asked = walk(
      [
        [90_000, began],
        [95_000, ended],
        [100_000, done],
      ],
      asleep,
    ).state
    expect(walk([[155_000, look]], asked).actions).toEqual(['sleep'])
  })

  it('an hour later and refused it looks every quarter of a minute, not all the time', () => {
    const refused = walk(
      [
        [100_000, done],
        [3_700_000, look, 'busy'],
      ],
      asleep,
    ).state
    expect(refused.kind).toBe('drowsy')
    expect(nextLookMs(refused, 3_700_000, settings)).toBe(15_000)
  })

  it('waits for the answers of a batch, but what is new waits for none', () => {
    const waits = walk([[100_000, { ...done, againInMs: 600_000 }]], asleep).state
    expect(walk([[400_000, look]], waits)).toMatchObject({ actions: [], why: 'answers of a batch are waited for' })
    expect(nextLookMs(waits, 400_000, settings)).toBe(300_000)
    expect(walk([[700_000, look]], waits).actions).toEqual(['sleep'])
    expect(
      walk(
        [
          [400_000, { kind: 'changed' }],
          [400_001, look],
        ],
        waits,
      ).actions,
    ).toEqual(['sleep'])
  })

  it('after failures waits longer each time, an hour at most, and never less for a change', () => {
    const waits: number[] = []
    let state: IdleState = asleep
    let at = 60_000
    for (let failure = 0; failure < 9; failure += 1) {
      state = walk([[at, failed]], state).state
      const wait = nextLookMs(state, at, settings) ?? -1
      waits.push(wait)
      expect(
        walk(
          [
            [at + wait - 1, { kind: 'changed' }],
            [at + wait - 1, look],
          ],
          state,
        ),
      ).toMatchObject({ actions: [], why: 'the last sleep failed' })
      at += wait
      const again = walk([[at, look]], state)
      expect(again.actions).toEqual(['sleep'])
      state = again.state
    }
    expect(waits).toEqual([60_000, 120_000, 240_000, 480_000, 960_000, 1_920_000, 3_600_000, 3_600_000, 3_600_000])
    expect(walk([[at, done]], state).state.common).toMatchObject({ failures: 0, notBefore: 0 })
  })

  it('spreads its retries', () => {
    const waits = [0, 0.999].map((spread) => nextLookMs(walk([[60_000, { ...failed, spread }]], asleep).state, 60_000, settings) ?? -1)
    expect(waits[0]).toBe(45_000)
    expect(waits[1]).toBeCloseTo(74_970)
  })
})
