import { exactNearest } from '../../retrieve/exact-nearest.ts'

/** A bar is kept in three further numbers of a row, so that one scan ranks rows by how far a unit exceeds theirs. */
const barNumbers = 3
const unitDot = 127 * 127
/** Bars above what any cosine reaches and below what is worth telling apart. */
const highestBar = 2 * 127 * 127 + 127
const rowsAtFirst = 32

/** A bar in units of a dot product, as two numbers that count 127 each and one that counts singly; never more than it is. */
function barParts(bar: number): readonly number[] {
  const units = Math.max(-127 * 127, Math.min(highestBar, Math.floor(bar * unitDot)))
  if (units < 0) return [Math.ceil(-units / 127), 0, 0]
  const coarse = Math.min(254, Math.floor(units / 127))
  const first = Math.min(127, coarse)
  return [-first, first - coarse, -Math.min(127, units - coarse * 127)]
}

/** The questions of watches, one row each with its bar, scanned exactly. Rows are small integers given by the caller. */
export class QuestionMatrix {
  readonly #dimensions: number
  #values: Int8Array
  #rows = 0

  constructor(dimensions: number) {
    this.#dimensions = dimensions
    this.#values = new Int8Array(0)
  }

  get #width(): number {
    return this.#dimensions + barNumbers
  }

  /** Sets the vector of a row and the score a unit must reach. */
  set(row: number, question: Int8Array, bar: number): void {
    const width = this.#width
    this.#reserve(row)
    this.#values.set(question, row * width)
    this.#values.set(barParts(bar), row * width + this.#dimensions)
  }

  /** Takes a row out: nothing exceeds it. */
  clear(row: number): void {
    const width = this.#width
    this.#reserve(row)
    this.#values.fill(0, row * width, (row + 1) * width)
    this.#values.fill(-127, row * width + this.#dimensions, (row + 1) * width)
  }

  /** Rows whose bar the unit reaches by its cosine alone, to within rounding; never one too few. */
  reachedBy(unit: Int8Array): readonly number[] {
    const query = new Int8Array(this.#width)
    query.set(unit)
    query.set([127, 127, 1], this.#dimensions)
    for (let count = Math.min(rowsAtFirst, this.#rows); ; count = Math.min(count * 8, this.#rows)) {
      const found = exactNearest(this.#values, this.#rows, this.#width, query, count)
      const last = found.at(-1)
      if (count < this.#rows && last !== undefined && last.similarity >= 0) continue
      return found.filter(({ similarity }) => similarity >= 0).map(({ row }) => row)
    }
  }

  /** Rows between the last and this one are empty ones. */
  #reserve(row: number): void {
    const width = this.#width
    const from = this.#rows
    this.#rows = Math.max(from, row + 1)
    if (this.#rows * width > this.#values.length) {
      const larger = new Int8Array(Math.max(this.#rows, rowsAtFirst, Math.ceil((this.#values.length / width) * 1.5)) * width)
      larger.set(this.#values)
      this.#values = larger
    }
    for (let at = from; at < this.#rows; at++) this.#values.fill(-127, at * width + this.#dimensions, (at + 1) * width)
  }
}
