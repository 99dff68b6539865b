import { printed } from '../loop/figures.ts'
import type { MeasuredPart } from '../measured-part.ts'
import type { Figure } from '../measurement.ts'
import { allMatchers } from './matchers/all-matchers.ts'
import type { BarRule } from './protocol/bars.ts'
import { decideAll } from './protocol/decided.ts'
import { readied } from './protocol/measure-set.ts'
import { type Serving, servedAt } from './protocol/serving.ts'
import { servingText } from './protocol/texts.ts'
import { pooledSets, pooledSplit } from './sets/pooled-training.ts'
import { splitsOf, withMatchData } from './with-match-data.ts'

/** More of them cost much and change little: each fits on half of everything. */
const mostSplits = 5
const rules: readonly BarRule[] = ['seen', 'certified']

/** One fit and one bar for all sets at once, as a scope has them before it has labels of its own. */
export const pooled: MeasuredPart = {
  name: 'pooled',
  about: 'one fit and one bar over half of every set, measured on the other halves',
  takes: '15 s',
  run: (options) =>
    withMatchData(options, async (data) => {
      const sets = await pooledSets(data)
      const splits = Math.min(mostSplits, splitsOf(options))
      const served = new Map<string, Serving[]>()
      for (let seed = 1; seed <= splits; seed++) {
        const { train, measured } = pooledSplit(sets, seed)
        for (const matcher of allMatchers) {
          const { fitted, bars } = readied(matcher, train, seed)
          const decided = measured.map((asks) => decideAll(fitted, asks))
          for (const rule of rules) {
            sets.forEach((set, at) => {
              add(nameOf(set.name, matcher.name, rule), servedAt(decided[at] ?? [], bars[rule]))
            })
            add(nameOf('all sets', matcher.name, rule), servedAt(decided.flat(), bars[rule]))
          }
        }
      }
      const figures = [...served]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, servings]): Figure => printed(name, servingText(servings, splits)))
      return {
        figures,
        notes: [`pooled: ${splits} splits; of all asks as they are, so that large sets count most`],
        detail: Object.fromEntries(served),
      }

      function add(name: string, serving: Serving): void {
        served.set(name, [...(served.get(name) ?? []), serving])
      }
    }),
}

function nameOf(set: string, matcher: string, rule: BarRule): string {
  return `pooled: ${set}: ${matcher}, ${rule === 'seen' ? 'bar from training' : 'certified bar from training'}`
}
