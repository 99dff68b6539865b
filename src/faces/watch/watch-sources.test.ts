import { describe, expect, it } from 'vitest'
import { ReverieError } from '../../spec/errors.ts'
import type { Place } from '../../spec/source.ts'
import type { WatchHandlers } from '../../spec/watcher.ts'
import { type SteppedTime, steppedTime } from '../../testing/stepped-time.ts'
import type { DueChanges } from './pending-changes.ts'
import { watchSources } from './watch-sources.ts'

const at = (path: string): Place => ({ path, depth: 'all' })
const noSpace = new ReverieError('source-unreadable', 'The folder cannot be watched: the limit is reached (ENOSPC).')
const gone = new ReverieError('source-unreadable', 'Expected a folder that can be read, found ENOENT.')

interface Script {
  readonly subscribe?: () => void
  /** Called for each sync; may wait, throw or cause more events. */
  readonly sync?: (count: number, handlers: WatchHandlers) => Promise<void> | void
  readonly poll?: () => void
}

/** A watch over scripted events; `all` are the syncs: places' paths, or `all`. */
async function watching(script: Script, body: (one: Running) => Promise<void>): Promise<void> {
  const time = steppedTime()
  const stop = new AbortController()
  const syncs: (readonly string[] | 'all')[] = []
  const done: DueChanges[] = []
  const notes: string[] = []
  const closed: string[] = []
  let native: WatchHandlers | null = null
  let polled: WatchHandlers | null = null
  const handlers = () => polled ?? native ?? fail()
  const ended = watchSources<number>({
    clock: time.clock,
    timer: time.timer,
    signal: stop.signal,
    subscribe: async (given) => {
      script.subscribe?.()
      native = given
      return { close: async () => void closed.push('events') }
    },
    poll: async (given) => {
      script.poll?.()
      polled = given
      return { close: async () => void closed.push('polling') }
    },
    sync: async (places) => {
      syncs.push(places === null ? 'all' : places.map(({ path }) => path))
      await script.sync?.(syncs.length, handlers())
      return syncs.length
    },
    onSync: (_, due) => done.push(due),
    onNote: (note) => notes.push(note),
  })
  await time.settle()
  const outcome = ended.then(
    () => 'resolved',
    (cause: unknown) => (cause instanceof ReverieError ? cause.code : String(cause)),
  )
  await body({ time, syncs, done, notes, closed, handlers, isPolling: () => polled !== null, outcome })
  stop.abort()
  await time.settle()
  expect(await outcome).not.toBe('internal')
}

interface Running {
  readonly time: SteppedTime
  readonly syncs: readonly (readonly string[] | 'all')[]
  readonly done: readonly DueChanges[]
  readonly notes: readonly string[]
  readonly closed: readonly string[]
  readonly handlers: () => WatchHandlers
  readonly isPolling: () => boolean
  readonly outcome: Promise<string>
}

function fail(): never {
  throw new Error('Nothing is subscribed yet.')
}

describe('a watch', () => {
  it('syncs everything at the start, then one burst as one sync of what it names', () =>
    watching({}, async ({ time, syncs, done, handlers }) => {
      expect(syncs).toEqual(['all'])
      expect(done[0]?.cause).toBe('start')
      handlers().onChange([at('a.md.tmp')])
      await time.pass(30)
      handlers().onChange([at('a.md.tmp'), at('a.md')])
      await time.pass(79)
      expect(syncs.length).toBe(1)
      await time.pass(1)
      expect(syncs).toEqual(['all', ['a.md.tmp', 'a.md']])
      await time.pass(5_000)
      expect(syncs.length).toBe(2)
    }))

  it('takes a burst of thousands of files as one sync of everything, and one that does not end every 800 ms', () =>
    watching({}, async ({ time, syncs, handlers }) => {
      for (let step = 0; step < 100; step++) {
        handlers().onChange(Array.from({ length: 20 }, (_, n) => at(`part-${step}/n${n}.md`)))
        await time.pass(7)
      }
      await time.pass(200)
      expect(syncs).toEqual(['all', 'all'])
      for (let step = 0; step < 40; step++) {
        handlers().onChange([at('log.md')])
        await time.pass(50)
      }
      expect(syncs.slice(2)).toEqual([['log.md'], ['log.md']])
    }))

  it('runs one sync at a time; what happens meanwhile is the next one’s', async () => {
    let running = 0
    let most = 0
    let finish: () => void = () => {}
    await watching(
      {
        sync: async (count) => {
          running++
          most = Math.max(most, running)
          if (count === 2) await new Promise<void>((resolve) => (finish = resolve))
          running--
        },
      },
      async ({ time, syncs, handlers }) => {
        handlers().onChange([at('a.md')])
        await time.pass(100)
        handlers().onChange([at('b.md')])
        await time.pass(500)
        expect(syncs).toEqual(['all', ['a.md']])
        finish()
        await time.pass(0)
        expect(syncs).toEqual(['all', ['a.md'], ['b.md']])
        expect(most).toBe(1)
      },
    )
  })

  it('looks at everything where events were lost, and a minute after it last did anything', () =>
    watching({}, async ({ time, syncs, done, handlers }) => {
      handlers().onLost()
      await time.pass(80)
      expect(syncs).toEqual(['all', 'all'])
      await time.pass(60_000)
      expect(syncs).toEqual(['all', 'all', 'all'])
      expect(done.map(({ cause }) => cause)).toEqual(['start', 'change', 'recheck'])
    }))

  it('polls where events cannot be had, and says so once', () =>
    watching(
      {
        subscribe: () => {
          throw noSpace
        },
      },
      async ({ time, syncs, notes, handlers, isPolling }) => {
        expect(isPolling()).toBe(true)
        expect(notes).toEqual([
          'The folder cannot be watched: the limit is reached (ENOSPC). Looking for changes every second or more instead.',
        ])
        handlers().onChange([at('a.md')])
        await time.pass(80)
        expect(syncs.at(-1)).toEqual(['a.md'])
        expect(notes.length).toBe(1)
      },
    ))

  it('polls with a sync of everything where the events end', () =>
    watching({}, async ({ time, syncs, notes, closed, handlers, isPolling }) => {
      handlers().onEnd(new Error('The watcher crashed'))
      await time.pass(80)
      expect(isPolling()).toBe(true)
      expect(closed).toEqual(['events'])
      expect(syncs).toEqual(['all', 'all'])
      expect(notes).toEqual(['The watcher crashed. Looking for changes every second or more instead.'])
    }))

  it('waits for a folder that is gone, removes nothing, says so once, and syncs everything when it is back', async () => {
    let isGone = false
    await watching(
      {
        sync: () => {
          if (isGone) throw gone
        },
        poll: () => {
          if (isGone) throw gone
        },
      },
      async ({ time, syncs, done, notes, handlers, isPolling }) => {
        isGone = true
        handlers().onChange([at('a.md')])
        await time.pass(5_000)
        expect(notes).toEqual([gone.message])
        expect(done.length).toBe(1)
        isGone = false
        await time.pass(2_000)
        expect(isPolling()).toBe(true)
        // One more once it is heard again: what changed in between was not.
        expect(done.length).toBe(3)
        expect(syncs.at(-1)).toBe('all')
        handlers().onChange([at('b.md')])
        await time.pass(80)
        expect(syncs.at(-1)).toEqual(['b.md'])
      },
    )
  })

  it('tries again what another process was in the way of, and ends with what does not pass', () =>
    watching(
      {
        sync: (count) => {
          if (count === 2) throw new ReverieError('database-busy', 'Locked.', { isRetryable: true })
          if (count === 4) throw new ReverieError('database-damaged', 'Damaged.')
        },
      },
      async ({ time, syncs, handlers, outcome }) => {
        handlers().onChange([at('a.md')])
        await time.pass(2_000)
        expect(syncs).toEqual(['all', ['a.md'], 'all'])
        handlers().onChange([at('a.md')])
        await time.pass(80)
        expect(await outcome).toBe('database-damaged')
      },
    ))
})

describe('the end of a watch', () => {
  it('comes with the abort, during a wait and during a sync, and closes what it opened', async () => {
    for (const isBusy of [false, true]) {
      const time = steppedTime()
      const stop = new AbortController()
      const closed: string[] = []
      const ended = watchSources<void>({
        clock: time.clock,
        timer: time.timer,
        signal: stop.signal,
        subscribe: async () => ({ close: async () => void closed.push('events') }),
        poll: () => Promise.reject(new Error('not asked for')),
        sync: (_, signal) =>
          isBusy
            ? new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(new ReverieError('aborted', 'Stopped.'))))
            : Promise.resolve(),
        onSync: () => {},
        onNote: () => {},
      })
      await time.settle()
      stop.abort()
      await ended
      expect(closed).toEqual(['events'])
    }
  })
})
