import type { MeasuredPart } from '../measured-part.ts'
import type { Figure } from '../measurement.ts'
import { writeChart } from './chart/write-chart.ts'
import type { MatchAsk } from './match-ask.ts'
import type { Matcher } from './matchers/matcher.ts'
import { measureSet } from './protocol/measure-set.ts'
import { setDetail, setFigures } from './protocol/set-figures.ts'
import type { MatchData } from './sets/match-data.ts'
import type { MatchSet } from './sets/match-set.ts'
import { splitsOf, withMatchData } from './with-match-data.ts'

/** A set with what is fitted on in place of its own halves, where it has none that may be. */
export interface MeasuredSet {
  readonly set: MatchSet
  readonly train?: readonly MatchAsk[]
  readonly matchers: readonly Matcher[]
}

export interface SetPart {
  readonly name: string
  readonly about: string
  readonly takes: string
  readonly notes: readonly string[]
  readonly sets: (data: MatchData) => Promise<readonly MeasuredSet[]>
}

/** A part that measures every matcher on some sets and draws a chart of each. */
export function setPart({ name, about, takes, notes, sets }: SetPart): MeasuredPart {
  return {
    name,
    about,
    takes,
    run: (options) =>
      withMatchData(options, async (data) => {
        const figures: Figure[] = []
        const detail: Record<string, unknown> = {}
        const charts: string[] = []
        for (const { set, train, matchers } of await sets(data)) {
          options.log(`${set.name}: ${set.about}`)
          const outcomes = measureSet(set, {
            matchers,
            splits: splitsOf(options),
            ...(train === undefined ? {} : { train }),
          })
          figures.push(...setFigures(set, outcomes))
          detail[set.name] = setDetail(set, outcomes)
          charts.push(await writeChart(set, outcomes))
        }
        return { figures, notes: [...notes.map((note) => `${name}: ${note}`), `${name}: drawn in ${charts.join(', ')}`], detail }
      }),
  }
}
