import { bars, budgets, type Coverage } from './replay.ts'

/** A table of the share of asks covered: one line an arm, at each budget, the stricter bar in brackets. Arms that cover nothing are left out. */
export function coverageTable(title: string, { asked, covered }: Coverage): string {
  const lines = [...covered].flatMap(([arm, byBudget]) => {
    const cells = budgets.map((budget) => {
      const [near, strict] = byBudget.get(budget) ?? [0, 0]
      return `${percent(near, asked)} (${percent(strict, asked)})`.padStart(16)
    })
    const isShown = ['ours', 'blind', 'recency', 'frequency'].includes(arm) || [...byBudget.values()].some(([near]) => near > 0)
    return isShown ? [`  ${arm.padEnd(14)}${cells.join('')}`] : []
  })
  const head = `  ${`≥ ${bars[0]} (≥ ${bars[1]})`.padEnd(14)}${budgets.map((budget) => String(budget).padStart(16)).join('')}`
  return [title, head, ...lines].join('\n')
}

function percent(count: number, of: number): string {
  return of === 0 ? '–' : ((100 * count) / of).toFixed(1)
}
