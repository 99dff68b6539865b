import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MatcherOutcome } from '../protocol/measure-set.ts'
import { coverageOf, precisionOf, sumOf } from '../protocol/serving.ts'
import type { MatchSet } from '../sets/match-set.ts'
import { curvePoints } from './curve-points.ts'
import { type ChartSeries, precisionChart } from './precision-chart.ts'

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../out')

/** Draws all matchers of a set in one chart and returns its path from the repository. */
export async function writeChart(set: MatchSet, outcomes: readonly MatcherOutcome[]): Promise<string> {
  const splits = outcomes[0]?.splits.length ?? 0
  const name = `match-${set.name.replaceAll(/[^a-z0-9]+/g, '-')}.svg`
  const chart = precisionChart({
    title: `${set.name}: how much is served, and how much of it is right`,
    about: `${set.about}; ${splits} splits pooled`,
    series: outcomes.map(seriesOf),
  })
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, name), chart)
  return `bench/out/${name}`
}

function seriesOf({ matcher, splits, decided }: MatcherOutcome): ChartSeries {
  const rules = Object.keys(splits[0]?.served ?? {})
  const hasFixedBars = rules.some((rule) => rule !== 'seen' && rule !== 'certified')
  const marks = rules.flatMap((rule) => {
    if (hasFixedBars && rule === 'certified') return []
    const pooled = sumOf(splits.flatMap((split) => split.served[rule] ?? []))
    const precision = precisionOf(pooled)
    if (precision === null) return []
    const label = rule === 'seen' ? 'bar from training' : rule === 'certified' ? 'certified' : `≥ ${rule}`
    return [{ label, coverage: coverageOf(pooled), precision }]
  })
  return { name: matcher, points: curvePoints(decided), marks }
}
