import type { KeepLimit } from './keep-limits.ts'

/** One thing that may be evicted. */
export interface Evictable {
  readonly id: string
  /** When it was made or last used, epoch ms. */
  readonly usedAt: number
  /** What it takes, estimated. */
  readonly bytes: number
  /** How many it counts as. */
  readonly weight: number
}

export type EvictionReason = 'age' | 'count' | 'size'

export interface Chosen {
  readonly id: string
  readonly weight: number
  readonly why: EvictionReason
}

/** Everything of the kind, also what may not be evicted. */
export interface Totals {
  readonly count: number
  readonly bytes: number
}

export const dayMs = 86_400_000
export const megabyte = 1_000_000

/** What goes: everything too old, then the least valued (`rows` are in that order) until the rest is within count and size. */
export function chooseEvicted(rows: readonly Evictable[], total: Totals, limit: KeepLimit, now: number): readonly Chosen[] {
  const before = limit.days === undefined ? Number.NEGATIVE_INFINITY : now - limit.days * dayMs
  const old = rows.filter((row) => row.usedAt < before)
  const chosen: Chosen[] = old.map(({ id, weight }) => ({ id, weight, why: 'age' }))
  let count = total.count - old.reduce((sum, row) => sum + row.weight, 0)
  let bytes = total.bytes - old.reduce((sum, row) => sum + row.bytes, 0)
  const mostBytes = limit.megabytes === undefined ? Number.POSITIVE_INFINITY : limit.megabytes * megabyte
  for (const row of rows) {
    const isOver = limit.count !== undefined && count > limit.count
    if (!isOver && bytes <= mostBytes) break
    if (row.usedAt < before) continue
    chosen.push({ id: row.id, weight: row.weight, why: isOver ? 'count' : 'size' })
    count -= row.weight
    bytes -= row.bytes
  }
  return chosen
}
