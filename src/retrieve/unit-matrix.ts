import { exactNearest, rowSimilarity } from './exact-nearest.ts'

/** Which unit a row of the matrix is. */
export interface UnitRow {
  readonly passage: string
  readonly ordinal: number
}

/** The int8 vectors of units, one row each, scanned exactly; rows of removed passages are used again. */
export class UnitMatrix {
  readonly dimensions: number
  #values: Int8Array
  #rows: (UnitRow | null)[] = []
  readonly #free: number[] = []
  readonly #byPassage = new Map<string, number[]>()

  constructor(dimensions: number) {
    this.dimensions = dimensions
    this.#values = new Int8Array(1024 * dimensions)
  }

  /** Sets a unit's vector; one of another length is refused. */
  set(passage: string, ordinal: number, vector: Int8Array): void {
    if (vector.length !== this.dimensions) {
      throw new RangeError(`A vector of ${vector.length} numbers was stored for an embedder of ${this.dimensions}.`)
    }
    const known = this.#byPassage.get(passage) ?? []
    const row = known[ordinal] ?? this.#free.pop() ?? this.#rows.length
    known[ordinal] = row
    this.#byPassage.set(passage, known)
    this.#rows[row] = { passage, ordinal }
    this.#reserve(row + 1)
    this.#values.set(vector, row * this.dimensions)
  }

  remove(passage: string): void {
    for (const row of this.#byPassage.get(passage) ?? []) {
      if (row === undefined) continue
      // A row of zeros has similarity 0 to everything; nearest() leaves it out by its missing unit.
      this.#values.fill(0, row * this.dimensions, (row + 1) * this.dimensions)
      this.#rows[row] = null
      this.#free.push(row)
    }
    this.#byPassage.delete(passage)
  }

  /** Passages that have a vector. */
  passages(): Iterable<string> {
    return this.#byPassage.keys()
  }

  /** The nearest rows for which `keep` holds; `hidden` is how many of all rows it may refuse. */
  nearest(
    vector: Int8Array,
    count: number,
    keep: (passage: string) => boolean,
    hidden: number,
  ): readonly (UnitRow & { readonly similarity: number })[] {
    const wanted = count + hidden + this.#free.length
    const found: (UnitRow & { readonly similarity: number })[] = []
    for (const { row, similarity } of exactNearest(this.#values, this.#rows.length, this.dimensions, vector, wanted)) {
      const unit = this.#rows[row]
      if (unit === null || unit === undefined || !keep(unit.passage)) continue
      found.push({ ...unit, similarity })
      if (found.length === count) break
    }
    return found
  }

  /** Rows of one passage. */
  rowCount(passage: string): number {
    return this.#byPassage.get(passage)?.filter((row) => row !== undefined).length ?? 0
  }

  /** Cosine of a unit, or of its passage's best one where it has no vector itself; null without any. */
  similarity(passage: string, ordinal: number, vector: Int8Array): number | null {
    const rows = this.#byPassage.get(passage)
    if (rows === undefined) return null
    const own = rows[ordinal]
    if (own !== undefined) return rowSimilarity(this.#values, own, this.dimensions, vector)
    let best: number | null = null
    for (const row of rows) {
      if (row === undefined) continue
      const similarity = rowSimilarity(this.#values, row, this.dimensions, vector)
      if (best === null || similarity > best) best = similarity
    }
    return best
  }

  #reserve(rows: number): void {
    if (rows * this.dimensions <= this.#values.length) return
    const larger = new Int8Array(Math.max(rows, Math.ceil((this.#values.length / this.dimensions) * 1.5)) * this.dimensions)
    larger.set(this.#values)
    this.#values = larger
  }
}
