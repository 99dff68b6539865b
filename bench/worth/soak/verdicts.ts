import type { Figure } from '../../measurement.ts'
import type { SoakSample } from './sample.ts'
import { type Slope, slopeOf } from './slope.ts'

const megabyte = 1_048_576
/** Share of the mean by which a month may surely grow and still count as flat. */
const flatShare = 0.1
/** Days at the start in which caches fill. */
export const warmUpShare = 1 / 3

/**
 * Slopes a day after the warm-up, and what they say. `again` is a sample of the same database opened anew; `retained` what
 * retention was set to, null where it is not.
 */
export function soakFigures(samples: readonly SoakSample[], again: SoakSample | null, retained: number | null): readonly Figure[] {
  const settled = samples.slice(Math.floor(samples.length * warmUpShare))
  const name = `soak (${settled.length} of ${samples.length} days, after the warm-up)`
  const memory = (label: string, of: (sample: SoakSample) => number): Figure => {
    const slope = slopeOf(settled.map(of))
    return {
      name: `${name}: ${label}`,
      value: `${(slope.mean / megabyte).toFixed(1)} MB, ${slopeText(slope)} MB a day`,
      unit: '',
      target: `flat: not surely more than ${flatShare * 100} % a month`,
      ...(settled.length < 4 ? {} : { met: slope.low * 30 <= flatShare * slope.mean }),
    }
  }
  const descriptors = settled.flatMap((sample) => sample.descriptors ?? [])
  const database = slopeOf(settled.map(({ databaseBytes }) => databaseBytes))
  const largest = Math.max(0, ...settled.map(({ databaseBytes }) => databaseBytes))
  return [
    memory('heap after collection', ({ heapBytes }) => heapBytes),
    ...aboveOpenedAnew(name, samples.at(-1), again),
    memory('memory outside the heap', ({ externalBytes }) => externalBytes),
    memory('resident', ({ rssBytes }) => rssBytes),
    handles(
      `${name}: timers, workers and sockets`,
      settled.map(({ resources }) => resources),
    ),
    descriptors.length === 0 ? { name: `${name}: open files`, value: null, unit: '' } : handles(`${name}: open files`, descriptors),
    {
      name: `${name}: database`,
      value: `${(largest / megabyte).toFixed(1)} MB at most, ${slopeText(database)} MB a day`,
      unit: '',
      ...(retained === null
        ? {}
        : {
            target: `bounded by retention: no sure growth of more than ${flatShare * 100} % a month`,
            ...(settled.length < 4 ? {} : { met: database.low * 30 <= flatShare * database.mean }),
          }),
    },
  ]
}

/** Heap that the data itself does not explain. */
function aboveOpenedAnew(name: string, last: SoakSample | undefined, again: SoakSample | null): readonly Figure[] {
  if (last === undefined || again === null) return []
  const above = last.heapBytes - again.heapBytes
  return [
    {
      name: `${name}: heap in the end above that of the same database opened anew (${(again.heapBytes / megabyte).toFixed(1)} MB)`,
      value: Number((above / megabyte).toFixed(1)),
      unit: 'MB',
      target: `≤ ${flatShare * 100} %: what grows is data, not a leak`,
      met: above <= flatShare * again.heapBytes,
    },
  ]
}

/** A leak is what the later half holds at least and the earlier half never did. */
function handles(name: string, counts: readonly number[]): Figure {
  const half = Math.floor(counts.length / 2)
  const [early, late] = [counts.slice(0, half), counts.slice(half)]
  const least = Math.min(...late)
  return {
    name,
    value: `${Math.min(...counts)}–${Math.max(...counts)}`,
    unit: '',
    target: 'no leak: the later half returns to what the earlier half held',
    ...(early.length === 0 ? {} : { met: least <= Math.max(...early) }),
  }
}

function slopeText({ slope, low, high }: Slope): string {
  const text = (bytes: number) => (Number.isFinite(bytes) ? (bytes / megabyte).toFixed(3) : '∞')
  return `${text(slope)} [${text(low)}, ${text(high)}]`
}
