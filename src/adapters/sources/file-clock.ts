import { closeSync, fstatSync, openSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { threadId } from 'node:worker_threads'

/** Coarsest grain of the file systems in use: FAT keeps even seconds. */
const grainNs = 2_000_000_000n

/** Tells whether a file changed so lately that its time stamps cannot tell the next change. */
export interface FileClock {
  /** True within two seconds of the file system's own now, and always for times in its future. */
  isRecent(changedNs: bigint): boolean
}

/**
 * File times are compared only with file times: now is the time stamp a new file in `folder` gets, so `folder` should be
 * on the file system that is read. Asked again only for a file that looks recent; where nothing can be written every
 * file counts as recent, which costs reading and never freshness.
 */
export function createFileClock(folder: string): FileClock {
  let sampled = 0n
  return {
    isRecent(changedNs) {
      if (changedNs <= sampled - grainNs) return false
      sampled = sampleNow(folder) ?? sampled
      return changedNs > sampled - grainNs
    },
  }
}

function sampleNow(folder: string): bigint | null {
  const path = join(folder, `.reverie-clock-${process.pid}-${threadId}`)
  try {
    const file = openSync(path, 'w')
    try {
      return fstatSync(file, { bigint: true }).mtimeNs
    } finally {
      closeSync(file)
      unlinkSync(path)
    }
  } catch {
    return null
  }
}
