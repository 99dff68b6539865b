import type { PlanRegionView } from '../reverie.ts'

/** At most so many rows: beyond that the last ones become one, so that the rows still add up. */
export function foldRegions(regions: readonly PlanRegionView[], most: number): readonly PlanRegionView[] {
  if (regions.length <= most) return regions
  const kept = regions.slice(0, Math.max(0, most - 1))
  const rest = regions.slice(kept.length)
  const sum = (of: (region: PlanRegionView) => number) => rest.reduce((total, region) => total + of(region), 0)
  const known = (of: (region: PlanRegionView) => number | null) =>
    rest.reduce<number | null>((total, region) => {
      const value = of(region)
      return total === null || value === null ? null : total + value
    }, 0)
  const together = sum((region) => region.together ?? 1)
  const levels: Record<string, number> = {}
  for (const region of rest) for (const [level, count] of Object.entries(region.levels)) levels[level] = (levels[level] ?? 0) + count
  return [
    ...kept,
    {
      region: `(${together} more)`,
      together,
      documents: sum(({ documents }) => documents),
      questions: sum(({ questions }) => questions),
      levels,
      expectedAsks: sum(({ expectedAsks }) => expectedAsks),
      saving: {
        tokens: sum(({ saving }) => saving.tokens),
        seconds: sum(({ saving }) => saving.seconds),
        usd: known(({ saving }) => saving.usd),
      },
      calls: sum(({ calls }) => calls),
      tokens: sum(({ tokens }) => tokens),
      usd: known(({ usd }) => usd),
      net: known(({ net }) => net),
      why: 'taken together',
    },
  ]
}
