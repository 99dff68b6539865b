import type { IndexedUnit } from './indexed-passage.ts'
import type { Segment } from './segment.ts'

/** Sums by unit, used again for every search: adding to a number in an array costs a tenth of a map of objects. */
export interface UnitSums {
  /** Forgets the last search. */
  begin(): void
  add(unit: IndexedUnit, segment: Segment, value: number): void
  /** What was added to a unit; 0 where nothing was. */
  of(unit: IndexedUnit): number
  /** Visits every unit something was added to, in the order they were first met. */
  forEach(visit: (unit: IndexedUnit, segment: Segment, sum: number) => void): void
}

export function createUnitSums(): UnitSums {
  let sums = new Float64Array(4096)
  let marks = new Uint32Array(4096)
  let search = 0
  let met: IndexedUnit[] = []
  let segments: Segment[] = []

  function reserve(slot: number): void {
    if (slot < sums.length) return
    const length = Math.max(slot + 1, sums.length * 2)
    const larger = new Float64Array(length)
    larger.set(sums)
    sums = larger
    const marked = new Uint32Array(length)
    marked.set(marks)
    marks = marked
  }

  return {
    begin() {
      search++
      met = []
      segments = []
    },
    add(unit, segment, value) {
      const { slot } = unit
      reserve(slot)
      if (marks[slot] !== search) {
        marks[slot] = search
        sums[slot] = value
        met.push(unit)
        segments.push(segment)
      } else sums[slot] = (sums[slot] ?? 0) + value
    },
    of: ({ slot }) => (marks[slot] === search ? (sums[slot] ?? 0) : 0),
    forEach(visit) {
      for (let at = 0; at < met.length; at++) {
        const unit = met[at]
        const segment = segments[at]
        if (unit !== undefined && segment !== undefined) visit(unit, segment, sums[unit.slot] ?? 0)
      }
    },
  }
}
