/**
 * When a sleeper sleeps. `awake`: somebody asked a moment ago, or nothing is owed. `drowsy`: nobody asks, and the machine,
 * the battery or the hour does not allow a sleep yet. `asleep`. `yielding`: asleep while an ask runs, so that nothing is begun.
 */
export type IdleState =
  | { readonly kind: 'awake' | 'drowsy'; readonly common: IdleCommon }
  | { readonly kind: 'asleep' | 'yielding'; readonly common: IdleCommon /** Monotonic ms. */; readonly since: number }

export interface IdleCommon {
  /** Asks that run now. */
  readonly asks: number
  /** Monotonic ms of the last ask's end, or of the start. */
  readonly quietSince: number
  /** Whether something happened since the last sleep that one may have work from. */
  readonly isOwed: boolean
  /** Sleeps that failed in a row. */
  readonly failures: number
  /** Monotonic ms before which none is tried again; 0: nothing is waited for. */
  readonly notBefore: number
  /** What is waited for until then, in words. */
  readonly waitsFor: string
  /** Monotonic ms of the last sleep's end, or null. */
  readonly sleptAt: number | null
}

export type IdleEvent =
  | { readonly kind: 'ask-began' | 'ask-ended' | 'changed' | 'wanted' | 'look' }
  | {
      readonly kind: 'slept'
      /** `held`: another process sleeps over the scope. */
      readonly outcome: 'done' | 'failed' | 'held'
      /** A number in [0, 1) that spreads retries. */
      readonly spread: number
      /** Ms after which there may be more to do, as answers of a batch; null: nothing is waited for. */
      readonly againInMs: number | null
    }
  /** The clock was set, or the machine was asleep itself. */
  | { readonly kind: 'jumped' }

/** What decides at an event. */
export interface IdleNow {
  /** Monotonic ms. */
  readonly at: number
  /** Why the machine or the hour does not allow a sleep, in words; null where it does. */
  readonly refusal: string | null
}

export interface IdleStep {
  readonly state: IdleState
  readonly action: 'sleep' | 'pause' | 'resume' | 'none'
  readonly why: string
}

export interface IdleSettings {
  /** Ms without an ask before a sleep begins. */
  readonly afterMs: number
}

/** Looked for work by itself after so long, ms: predictions change with the hour, and batches come back. */
const recheckMs = 3_600_000
const firstRetryMs = 60_000
const longestRetryMs = 3_600_000
/** Another's lease is tried for again after so long: whoever holds it may end at any time. */
const heldRetryMs = 60_000

export function firstIdleState(at: number): IdleState {
  return { kind: 'awake', common: { asks: 0, quietSince: at, isOwed: true, failures: 0, notBefore: 0, waitsFor: '', sleptAt: null } }
}

/**
 * One step of the machine awake → drowsy → asleep → yielding → awake. Pure: what is to be done is returned. Never begins a
 * sleep while an ask runs.
 */
export function idleStep(state: IdleState, event: IdleEvent, { at, refusal }: IdleNow, settings: IdleSettings): IdleStep {
  const { common } = state
  switch (event.kind) {
    case 'ask-began': {
      const asked = { ...owing(common), asks: common.asks + 1 }
      if (state.kind === 'asleep') return { state: { ...state, kind: 'yielding', common: asked }, action: 'pause', why: 'asked' }
      if (state.kind === 'yielding') return { state: { ...state, common: asked }, action: 'none', why: 'asked' }
      return { state: { kind: 'awake', common: asked }, action: 'none', why: 'asked' }
    }
    case 'ask-ended': {
      const ended = { ...common, asks: Math.max(0, common.asks - 1), quietSince: at }
      if (state.kind === 'yielding' && ended.asks === 0)
        return { state: { ...state, kind: 'asleep', common: ended }, action: 'resume', why: 'answered' }
      return { state: { ...state, common: ended }, action: 'none', why: 'answered' }
    }
    case 'changed':
      // Whether one may begin is decided at the next look, which knows the load and the hour.
      return { state: { ...state, common: owing(common) }, action: 'none', why: 'something changed' }
    case 'wanted':
      // Whoever asks for a sleep lets it spend; one that began by itself did not.
      if (isSleeping(state)) return { state: { ...state, common: owing(common) }, action: 'none', why: 'asleep already; another follows' }
      if (common.asks > 0) return { state: { ...state, common: owing(common) }, action: 'none', why: 'somebody asks' }
      return asleep(state, at, 'told to')
    case 'slept': {
      if (event.outcome === 'held') {
        const waitsFor = 'another process sleeps over the scope; tried again in a minute'
        const held: IdleCommon = { ...common, isOwed: true, failures: 0, notBefore: at + heldRetryMs, waitsFor }
        return { state: { kind: common.asks > 0 ? 'awake' : 'drowsy', common: held }, action: 'none', why: waitsFor }
      }
      const failures = event.outcome === 'failed' ? common.failures + 1 : 0
      const wait = Math.min(longestRetryMs, firstRetryMs * 2 ** (failures - 1)) * (0.75 + event.spread / 2)
      const after: IdleCommon = {
        ...common,
        sleptAt: at,
        failures,
        waitsFor: failures > 0 ? 'the last sleep failed' : 'answers of a batch are waited for',
        notBefore: failures > 0 ? at + wait : event.againInMs === null ? 0 : at + event.againInMs,
        // What an ask left while the sleep ran is not in it.
        isOwed: event.outcome === 'failed' || event.againInMs !== null || common.isOwed,
      }
      return { state: { kind: 'awake', common: after }, action: 'none', why: event.outcome }
    }
    case 'jumped':
      // Whoever woke the machine may want it for something.
      return { state: { ...state, common: { ...common, quietSince: at } }, action: 'none', why: 'the clock jumped' }
    case 'look':
      return look(state, at, refusal, settings)
  }
}

/** Ms until the machine should look again by itself; null while an event must come first. */
export function nextLookMs(state: IdleState, at: number, { afterMs }: IdleSettings): number | null {
  const { common } = state
  if (isSleeping(state) || common.asks > 0) return null
  const due = common.isOwed ? at : (common.sleptAt ?? at) + recheckMs
  const ready = Math.max(due, common.quietSince + afterMs, common.notBefore)
  // Load, battery and hours are looked at again while they refuse.
  return ready > at ? ready - at : refusedLookMs
}

const refusedLookMs = 15_000

function look(state: IdleState, at: number, refusal: string | null, { afterMs }: IdleSettings): IdleStep {
  const { common } = state
  if (isSleeping(state)) return { state, action: 'none', why: 'asleep' }
  const isDue = common.isOwed || (common.sleptAt !== null && at - common.sleptAt >= recheckMs)
  if (common.asks > 0) return { state: { ...state, kind: 'awake' }, action: 'none', why: 'somebody asks' }
  if (!isDue) return { state: { kind: 'awake', common }, action: 'none', why: 'nothing happened since the last sleep' }
  if (at < common.notBefore) return { state: { kind: 'drowsy', common }, action: 'none', why: common.waitsFor }
  const quiet = at - common.quietSince
  if (quiet < afterMs) return { state: { kind: 'awake', common }, action: 'none', why: 'asked a moment ago' }
  if (refusal !== null) return { state: { kind: 'drowsy', common }, action: 'none', why: refusal }
  return asleep(state, at, `nobody asked for ${Math.round(quiet / 1000)} s`)
}

/** Something to do came up: it waits out failures, but not for the answers of a batch. */
function owing(common: IdleCommon): IdleCommon {
  return { ...common, isOwed: true, notBefore: common.failures > 0 ? common.notBefore : 0 }
}

function asleep({ common }: IdleState, at: number, why: string): IdleStep {
  return { state: { kind: 'asleep', common: { ...common, isOwed: false }, since: at }, action: 'sleep', why }
}

function isSleeping(state: IdleState): boolean {
  return state.kind === 'asleep' || state.kind === 'yielding'
}
