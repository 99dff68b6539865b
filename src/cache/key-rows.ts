import { lengthOf, nearestByCosine } from '../retrieve/nearest-by-cosine.ts'
import type { EntryId } from '../spec/ids.ts'
import type { KeyKind } from '../spec/key-kind.ts'

/** A key as it is held in memory. */
export interface HeldKey {
  /** Number of its row in the store. */
  readonly no: number
  readonly entry: EntryId
  readonly text: string
  readonly kind: KeyKind
}

/** The vectors of keys, one row each without gaps: 384 bytes and about 200 more a key. */
export class KeyRows {
  readonly #dimensions: number
  #matrix: Int8Array
  #lengths: Float64Array
  #shortest = Number.POSITIVE_INFINITY
  readonly #keys: HeldKey[] = []
  readonly #rowsOf = new Map<string, number[]>()

  constructor(dimensions: number) {
    this.#dimensions = dimensions
    this.#matrix = new Int8Array(256 * dimensions)
    this.#lengths = new Float64Array(256)
  }

  get size(): number {
    return this.#keys.length
  }

  /** Every key, in no order; not to be changed while it is read. */
  keys(): Iterable<HeldKey> {
    return this.#keys
  }

  /** Numbers of an entry's keys. */
  numbersOf(entry: string): readonly number[] {
    return (this.#rowsOf.get(entry) ?? []).flatMap((row) => this.#keys[row]?.no ?? [])
  }

  /** Adds a key, or puts it in the place of what it was. */
  set(key: HeldKey, vector: Int8Array): void {
    const rows = this.#rowsOf.get(key.entry) ?? []
    const known = rows.find((row) => this.#keys[row]?.no === key.no)
    const row = known ?? this.#keys.length
    this.#reserve(row + 1)
    // One string an entry, however many keys it has.
    const entry = this.#keys[rows[0] ?? -1]?.entry ?? key.entry
    const length = lengthOf(vector)
    this.#matrix.set(vector, row * this.#dimensions)
    this.#lengths[row] = length
    if (length > 0) this.#shortest = Math.min(this.#shortest, length)
    this.#keys[row] = { ...key, entry }
    if (known !== undefined) return
    if (rows.length === 0) this.#rowsOf.set(entry, rows)
    rows.push(row)
  }

  /** Takes a key out; the last row takes its place. */
  remove(entry: string, no: number): void {
    const rows = this.#rowsOf.get(entry)
    const row = rows?.find((one) => this.#keys[one]?.no === no)
    if (rows === undefined || row === undefined) return
    rows.splice(rows.indexOf(row), 1)
    if (rows.length === 0) this.#rowsOf.delete(entry)
    const from = this.#keys.length - 1
    const last = this.#keys.pop()
    if (last === undefined || from === row) return
    const moved = this.#rowsOf.get(last.entry)
    moved?.splice(moved.indexOf(from), 1, row)
    this.#keys[row] = last
    this.#matrix.copyWithin(row * this.#dimensions, from * this.#dimensions, (from + 1) * this.#dimensions)
    this.#lengths[row] = this.#lengths[from] ?? 0
  }

  /** The `limit` keys nearest by cosine, nearest first. */
  nearest(vector: Int8Array, limit: number): readonly { readonly key: HeldKey; readonly similarity: number }[] {
    const rows = {
      matrix: this.#matrix,
      count: this.#keys.length,
      dimensions: this.#dimensions,
      lengths: this.#lengths,
      shortest: this.#shortest,
    }
    return nearestByCosine(rows, vector, limit).flatMap(({ row, similarity }) => {
      const key = this.#keys[row]
      return key === undefined ? [] : [{ key, similarity }]
    })
  }

  #reserve(rows: number): void {
    if (rows <= this.#lengths.length) return
    const size = Math.max(rows, Math.ceil(this.#lengths.length * 1.5))
    const matrix = new Int8Array(size * this.#dimensions)
    matrix.set(this.#matrix)
    this.#matrix = matrix
    const lengths = new Float64Array(size)
    lengths.set(this.#lengths)
    this.#lengths = lengths
  }
}
