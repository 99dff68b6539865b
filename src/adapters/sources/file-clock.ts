import { closeSync, fstatSync, openSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { threadId } from 'node:worker_threads'

const secondNs = 1_000_000_000n
/** Stamps of whole seconds come from a file system that keeps no finer ones; FAT keeps even seconds. */
const coarseGrainNs = 2n * secondNs
/** Else the kernel's tick, at most 10 ms, with room for a loaded machine. */
const fineGrainNs = 100_000_000n

/** Tells whether a file changed so lately that its time stamps cannot tell the next change. */
export interface FileClock {
  /** Given a file's change time (`ctime`) in ns: true within the stamps' grain of the file system's own now, and for times in its future. */
  isRecent(changedNs: bigint): boolean
  /** The file system's own now in ns, or null where nothing can be written. */
  now?(): bigint | null
}

/**
 * File times are compared only with file times: now is the time stamp a new file in `folder` gets, so `folder` should be
 * on the file system that is read. Asked again only for a file that looks recent; where nothing can be written every
 * file counts as recent, which costs reading and never freshness.
 */
export function createFileClock(folder: string): FileClock {
  let sampled = 0n
  return {
    now: () => sampleNow(folder),
    isRecent(changedNs) {
      const grain = changedNs % secondNs === 0n ? coarseGrainNs : fineGrainNs
      if (changedNs <= sampled - grain) return false
      sampled = sampleNow(folder) ?? sampled
      return changedNs > sampled - grain
    },
  }
}

function sampleNow(folder: string): bigint | null {
  const path = join(folder, `.reverie-clock-${process.pid}-${threadId}`)
  try {
    const file = openSync(path, 'w')
    try {
      return fstatSync(file, { bigint: true }).ctimeNs
    } finally {
      closeSync(file)
      unlinkSync(path)
    }
  } catch {
    return null
  }
}
