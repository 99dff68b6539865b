/** A file of git's index that is as git saw it last: its path, and its stats then as our validator. */
export interface IndexedFile {
  readonly path: string
  readonly size: number
  readonly validator: string
  /** The later of its times of change, epoch seconds. */
  readonly changedS: number
}

/** An extension without which the entries are not the whole truth: split, sparse, or watched by a monitor. */
const unreadable = new Set(['link', 'sdir', 'FSMN'])
const headBytes = 12
const fixedBytes = 62
const trailerBytes = 20

/**
 * Calls `take` with every regular file of an index (versions 2 and 3, see git's `index-format`) that git compares with the
 * disk by its stats; files that are flagged, in conflict or links are left out. False where the index is of a kind that
 * cannot be trusted with this: other versions, submodules, split or sparse ones.
 */
export function readGitIndex(bytes: Buffer, take: (file: IndexedFile) => void): boolean {
  if (bytes.length < headBytes + trailerBytes || bytes.toString('latin1', 0, 4) !== 'DIRC') return false
  const version = bytes.readUInt32BE(4)
  if (version !== 2 && version !== 3) return false
  const end = bytes.length - trailerBytes
  let at = headBytes
  for (let left = bytes.readUInt32BE(8); left > 0; left--) {
    if (at + fixedBytes > end) return false
    const mode = bytes.readUInt32BE(at + 24)
    const flags = bytes.readUInt16BE(at + 60)
    const isExtended = (flags & 0x4000) !== 0
    if (isExtended && version < 3) return false
    const start = at + fixedBytes + (isExtended ? 2 : 0)
    const stop = bytes.indexOf(0, start)
    if (stop === -1 || stop >= end) return false
    if (mode >>> 12 === 0o16 || mode >>> 12 === 0o4) return false
    // Assumed unchanged, left out of the work tree, intended to be added, or one side of a conflict: git does not compare it.
    const isCompared = (flags & 0xb000) === 0 && !isExtended
    if (mode >>> 12 === 0o10 && isCompared) {
      const ctimeS = bytes.readUInt32BE(at)
      const mtimeS = bytes.readUInt32BE(at + 8)
      const size = bytes.readUInt32BE(at + 36)
      const mtime = `${mtimeS}${nanoseconds(bytes.readUInt32BE(at + 12))}`
      const ctime = `${ctimeS}${nanoseconds(bytes.readUInt32BE(at + 4))}`
      const validator = `${size}:${mtime}:${ctime}:${bytes.readUInt32BE(at + 20)}`
      take({ path: bytes.toString('utf8', start, stop), size, validator, changedS: Math.max(ctimeS, mtimeS) })
    }
    at += Math.ceil((stop - at + 1) / 8) * 8
  }
  while (at + 8 <= end) {
    if (unreadable.has(bytes.toString('latin1', at, at + 4))) return false
    at += 8 + bytes.readUInt32BE(at + 4)
  }
  return at === end
}

function nanoseconds(count: number): string {
  return String(count).padStart(9, '0')
}
