import { existsSync, readdirSync, statSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** What a process holds after one day of the soak. */
export interface SoakSample {
  readonly day: number
  readonly asks: number
  readonly rssBytes: number
  /** In use after a collection. */
  readonly heapBytes: number
  /** Memory outside the heap that objects hold: buffers, vectors. */
  readonly externalBytes: number
  /** Timers, sockets, workers and requests that keep the process up. */
  readonly resources: number
  /** Open file descriptors; null where the system does not list them. */
  readonly descriptors: number | null
  /** The database with its log. */
  readonly databaseBytes: number
}

const descriptorFolder = '/proc/self/fd'

/** Collects garbage and measures. */
export function takeSample(day: number, asks: number, database: string): SoakSample {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  collect()
  const { rss, heapUsed, external } = process.memoryUsage()
  return {
    day,
    asks,
    rssBytes: rss,
    heapBytes: heapUsed,
    externalBytes: external,
    resources: process.getActiveResourcesInfo().length,
    descriptors: existsSync(descriptorFolder) ? readdirSync(descriptorFolder).length : null,
    databaseBytes: [database, `${database}-wal`].reduce((sum, path) => sum + (existsSync(path) ? statSync(path).size : 0), 0),
  }
}
