import type { Clock } from '../../spec/clock.ts'
import type { Place } from '../../spec/source.ts'

/** What one sync is to look at: some places, or everything (null). */
export interface DueChanges {
  readonly places: readonly Place[] | null
  readonly cause: WatchCause
}

/** Why a sync runs: the watch begins, something may have changed, or it is time to look at everything. */
export type WatchCause = 'start' | 'change' | 'recheck'

/** Hints gathered until they have settled. */
export interface PendingChanges {
  add(places: readonly Place[]): void
  /** Everything may have changed. */
  addAll(cause: WatchCause): void
  /** Monotonic ms at which they are to be taken, or null where there are none. */
  dueAt(): number | null
  /** Takes them all. */
  take(): DueChanges
}

/** No event for so long ends a burst: an editor's write-and-rename, a branch switch. */
const settleMs = 80
/** A burst that does not end is taken after so long. */
const longestMs = 800
/** More places than this are not worth being looked at one by one. */
const mostPlaces = 500

const ignoreFile = /(?:^|\/)\.(?:git|reverie)ignore$/
const ownFolder = /(?:^|\/)(?:\.git|\.reverie|\.hg|\.svn|node_modules)(?:\/|$)/

/** Gathers hints into one sync a burst. An ignore file that changed may change what everything else is. */
export function createPendingChanges(clock: Clock): PendingChanges {
  let places = new Map<string, Place>()
  let isAll = false
  let cause: WatchCause = 'change'
  let firstAt: number | null = null
  let lastAt = 0

  const note = (): void => {
    lastAt = clock.monotonic()
    firstAt ??= lastAt
  }
  return {
    add(found) {
      const real = found.filter(({ path }) => !ownFolder.test(path))
      if (real.length === 0) return
      note()
      if (isAll) return
      for (const place of real) places.set(`${place.depth}:${place.path}`, place)
      if (places.size > mostPlaces || real.some(({ path, depth }) => (path === '' && depth === 'all') || ignoreFile.test(path)))
        isAll = true
    },
    addAll(why) {
      // What is told is the first reason there was.
      if (firstAt === null) cause = why
      note()
      isAll = true
    },
    dueAt: () => (firstAt === null ? null : cause === 'start' ? firstAt : Math.min(lastAt + settleMs, firstAt + longestMs)),
    take() {
      const due: DueChanges = { places: isAll ? null : [...places.values()], cause }
      places = new Map()
      isAll = false
      cause = 'change'
      firstAt = null
      return due
    },
  }
}
