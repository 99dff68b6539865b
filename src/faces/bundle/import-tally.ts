/** Counts of one kind, and why what was refused was. */
export interface Refusals {
  refuse(reason: string): void
  readonly count: number
  readonly reasons: readonly { readonly reason: string; readonly count: number }[]
}

export function createRefusals(): Refusals {
  const reasons = new Map<string, number>()
  return {
    refuse(reason) {
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
    },
    get count() {
      return [...reasons.values()].reduce((sum, count) => sum + count, 0)
    },
    get reasons() {
      return [...reasons].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count)
    },
  }
}
