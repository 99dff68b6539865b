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
  const validators = new DigitWriter()
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
      const text = validators.start().number(size).colon().number(mtimeS).nanoseconds(bytes.readUInt32BE(at + 12)).colon()
      text.number(ctimeS).nanoseconds(bytes.readUInt32BE(at + 4)).colon().number(bytes.readUInt32BE(at + 20))
      take({ path: bytes.toString('utf8', start, stop), size, validator: text.end(), changedS: Math.max(ctimeS, mtimeS) })
    }
    at += Math.ceil((stop - at + 1) / 8) * 8
  }
  while (at + 8 <= end) {
    if (unreadable.has(bytes.toString('latin1', at, at + 4))) return false
    at += 8 + bytes.readUInt32BE(at + 4)
  }
  return at === end
}

/** Writes digits into one buffer: of hundreds of thousands of validators, putting strings together takes most of the time. */
class DigitWriter {
  readonly #bytes = Buffer.alloc(80)
  #length = 0

  start(): this {
    this.#length = 0
    return this
  }

  number(value: number): this {
    let digits = 1
    for (let rest = value; rest >= 10; rest = (rest / 10) >>> 0) digits++
    return this.#digits(value, digits)
  }

  nanoseconds(value: number): this {
    return this.#digits(value, 9)
  }

  colon(): this {
    this.#bytes[this.#length++] = 0x3a
    return this
  }

  end(): string {
    return this.#bytes.latin1Slice(0, this.#length)
  }

  #digits(value: number, digits: number): this {
    let left = value >>> 0
    for (let at = this.#length + digits - 1; at >= this.#length; at--) {
      const next = (left / 10) >>> 0
      this.#bytes[at] = 0x30 + left - next * 10
      left = next
    }
    this.#length += digits
    return this
  }
}
