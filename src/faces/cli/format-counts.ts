import { formatCount } from './format-number.ts'

/** Counts by name, without those of zero: `412 claims, 1 entry`; '' where all are zero. Names come as plurals. */
export function formatCounts(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${formatCount(count)} ${count === 1 ? singular(name) : name}`)
    .join(', ')
}

function singular(name: string): string {
  return name.endsWith('ies') ? `${name.slice(0, -3)}y` : name.replace(/s$/, '')
}
