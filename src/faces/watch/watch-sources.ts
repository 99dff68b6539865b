import type { Clock } from '../../spec/clock.ts'
import { ReverieError } from '../../spec/errors.ts'
import type { Place } from '../../spec/source.ts'
import type { Timer } from '../../spec/timer.ts'
import type { WatchHandlers, WatchSubscription } from '../../spec/watcher.ts'
import { createPendingChanges, type DueChanges, type PendingChanges } from './pending-changes.ts'

export interface WatchParts<Outcome> {
  readonly clock: Clock
  readonly timer: Timer
  readonly signal: AbortSignal | undefined
  /** Hears of changes by events, where that can be had. */
  readonly subscribe: (handlers: WatchHandlers) => Promise<WatchSubscription>
  /** Hears of changes by looking; needs nothing but a folder that can be read. */
  readonly poll: (handlers: WatchHandlers) => Promise<WatchSubscription>
  /** Brings the corpus up to some places, or to everything (null). */
  readonly sync: (places: readonly Place[] | null, signal: AbortSignal | undefined) => Promise<Outcome>
  readonly onSync: (outcome: Outcome, due: DueChanges) => void
  /** A line about the watch itself; each is said once. */
  readonly onNote: (note: string) => void
}

/** Everything is looked at again this long after the last time, ms: events can be lost without a word. */
const recheckMs = 60_000
/** Wait before a sync that failed for a passing reason is tried again, ms. */
const retryMs = 1_000

/**
 * Keeps the corpus up to its sources until `signal` aborts: subscribes, syncs everything, then one sync for every burst of
 * hints, one at a time; what is heard meanwhile is the next one's. Where events cannot be had, or end, it polls and says
 * so. Resolves when aborted; rejects with what a sync rejects with, unless that passes.
 */
export async function watchSources<Outcome>(parts: WatchParts<Outcome>): Promise<void> {
  const { clock, timer, signal } = parts
  const pending = createPendingChanges(clock)
  const bell = createBell(timer)
  const ears = createEars(parts, pending, bell)
  const isStopped = () => signal?.aborted === true
  try {
    pending.addAll('start')
    await ears.open()
    while (!isStopped()) {
      await settled(pending, bell, clock, signal)
      if (isStopped()) return
      const due = pending.take()
      try {
        const outcome = await parts.sync(due.places, signal)
        parts.onSync(outcome, due)
        // What happened before the ears were opened again was not heard.
        if (await ears.reopen()) pending.addAll('change')
      } catch (cause) {
        if (isStopped()) return
        if (!passes(cause)) throw cause
        ears.say(cause)
        if (isUnreadable(cause)) await ears.look()
        await bell.wait(retryMs, signal, false)
        pending.addAll(due.cause)
      }
    }
  } finally {
    await ears.close()
  }
}

/** Waits until hints have settled, or everything is due again. */
async function settled(pending: PendingChanges, bell: Bell, clock: Clock, signal: AbortSignal | undefined): Promise<void> {
  const recheckAt = clock.monotonic() + recheckMs
  while (signal?.aborted !== true) {
    const dueAt = pending.dueAt()
    const now = clock.monotonic()
    if (dueAt !== null && now >= dueAt) return
    if (dueAt === null && now >= recheckAt) {
      pending.addAll('recheck')
      return
    }
    await bell.wait((dueAt ?? recheckAt) - now, signal, dueAt === null)
  }
}

/** Waits that a hint cuts short. */
interface Bell {
  ring(): void
  wait(milliseconds: number, signal: AbortSignal | undefined, isWoken: boolean): Promise<void>
}

function createBell(timer: Timer): Bell {
  let waiting: AbortController | null = null
  return {
    ring: () => waiting?.abort(),
    async wait(milliseconds, signal, isWoken) {
      const woken = new AbortController()
      if (isWoken) waiting = woken
      const signals = signal === undefined ? [woken.signal] : [woken.signal, signal]
      // Woken or stopped: whoever waits looks why.
      await timer.wait(milliseconds, AbortSignal.any(signals)).catch(() => {})
      waiting = null
    },
  }
}

/** What hears of changes: events at first, looking where they cannot be had. */
interface Ears {
  open(): Promise<void>
  /** From now on by looking; where the folder cannot be read just now, once {@link reopen} is called. */
  look(): Promise<void>
  /** Opens them where nothing is heard at present; whether they were opened. */
  reopen(): Promise<boolean>
  say(cause: unknown): void
  close(): Promise<void>
}

function createEars<Outcome>(parts: WatchParts<Outcome>, pending: PendingChanges, bell: Bell): Ears {
  const said = new Set<string>()
  let current: WatchSubscription | null = null
  let isLooking = false
  let isDeaf = false
  let changing: Promise<void> = Promise.resolve()
  const handlers: WatchHandlers = {
    onChange(places) {
      pending.add(places)
      bell.ring()
    },
    onLost() {
      pending.addAll('change')
      bell.ring()
    },
    onEnd(cause) {
      changing = changing.then(() => fallBack(cause))
    },
  }
  const note = (text: string): void => {
    if (said.has(text)) return
    said.add(text)
    parts.onNote(text)
  }
  const say = (cause: unknown): void => note(textOf(cause))

  const look = async (): Promise<void> => {
    if (isLooking) return
    const before = current
    try {
      current = await parts.poll(handlers)
      isLooking = true
      isDeaf = false
    } catch (cause) {
      if (!isUnreadable(cause)) throw cause
      isDeaf = true
      return
    }
    await before?.close()
  }
  const fallBack = async (cause: unknown): Promise<void> => {
    note(`${textOf(cause)} Looking for changes every second or more instead.`)
    await look()
    pending.addAll('change')
    bell.ring()
  }
  return {
    say,
    look,
    async reopen() {
      await changing
      if (!isDeaf) return false
      await look()
      return !isDeaf
    },
    async open() {
      try {
        current = await parts.subscribe(handlers)
      } catch (cause) {
        await fallBack(cause)
      }
    },
    async close() {
      await changing
      await current?.close()
    },
  }
}

function textOf(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause)
  return text.endsWith('.') ? text : `${text}.`
}

function isUnreadable(cause: unknown): boolean {
  return cause instanceof ReverieError && cause.code === 'source-unreadable'
}

/** Whether the same sync may succeed later. */
function passes(cause: unknown): boolean {
  return isUnreadable(cause) || (cause instanceof ReverieError && cause.isRetryable)
}
