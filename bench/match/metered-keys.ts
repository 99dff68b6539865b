import { KeyIndex } from '../../src/cache/key-index.ts'

/** What was spent on the keys, ms, since it was last taken. */
export interface KeyTimes {
  /** Finding the nearest keys. */
  readonly scanMs: number
  /** Reading the entries they lead to. */
  readonly rowsMs: number
  /** Loading what was written. */
  readonly loadMs: number
  /** Keys more than before. */
  readonly loaded: number
  /** What the process grew by while all of them were loaded, bytes. */
  readonly grownBytes: number
}

export interface KeyMeter extends Disposable {
  /** The times of one ask, where asks come one after another. */
  take(): KeyTimes
}

/** Times the key indexes of this process from inside whole asks, until disposed of. */
export function meterKeys(): KeyMeter {
  const { nearest, entries, refresh } = KeyIndex.prototype
  let times = { scanMs: 0, rowsMs: 0, loadMs: 0, loaded: 0, grownBytes: 0 }
  KeyIndex.prototype.nearest = function timed(vector, limit) {
    const from = performance.now()
    const found = nearest.call(this, vector, limit)
    times.scanMs += performance.now() - from
    return found
  }
  KeyIndex.prototype.entries = async function timed(ids) {
    const from = performance.now()
    const found = await entries.call(this, ids)
    times.rowsMs += performance.now() - from
    return found
  }
  KeyIndex.prototype.refresh = async function timed(revision) {
    const { size } = this
    // Asking for the memory takes long, beside what is measured otherwise.
    const before = size === 0 ? process.memoryUsage.rss() : 0
    const from = performance.now()
    await refresh.call(this, revision)
    times.loadMs += performance.now() - from
    times.loaded += this.size - size
    if (size === 0) times.grownBytes += process.memoryUsage.rss() - before
  }
  return {
    take() {
      const taken = times
      times = { scanMs: 0, rowsMs: 0, loadMs: 0, loaded: 0, grownBytes: 0 }
      return taken
    },
    [Symbol.dispose]() {
      Object.assign(KeyIndex.prototype, { nearest, entries, refresh })
    },
  }
}
