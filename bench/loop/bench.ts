import { availableParallelism, loadavg } from 'node:os'
import type { Figure, Measurement, MeasurementOptions } from '../measurement.ts'
import { coverage } from './coverage.ts'
import { firstSleepPart } from './first-sleep.ts'
import { hitPath } from './hit-path.ts'
import { largeSleep } from './large-sleep.ts'
import { lists } from './lists.ts'
import { loopStops } from './loop-stops.ts'
import { codeQuestions, reader } from './other-measurements.ts'
import type { LoopPart } from './part.ts'
import { samples } from './samples.ts'

const parts: readonly LoopPart[] = [
  reader,
  firstSleepPart('hono', "first and second sleep over Hono's documentation", '3 minutes', { wholeS: 240, peakMb: 1_000 }),
  firstSleepPart('zod', "first and second sleep over zod's sources", '4 minutes', { wholeS: 240, askableS: 5, preparedS: 20 }),
  largeSleep,
  hitPath,
  loopStops,
  samples,
  lists,
  codeQuestions,
  coverage,
]

/** The whole loop on real documents and sources. */
export const measurement: Measurement = {
  name: 'loop',
  about: `the whole loop on real files (words: --only ${parts.map((part) => part.name).join(',')}; --full; --reuse)`,
  async run(options) {
    const chosen = chosenParts(options)
    const full = options.words.includes('--full')
    const figures: Figure[] = []
    const notes: string[] = []
    const detail: Record<string, unknown> = {}
    const [load = 0] = loadavg()
    if (load > 1)
      notes.push(`the machine was not idle when this began: load ${load.toFixed(1)} on ${availableParallelism()} cores; times are too long`)
    for (const part of chosen) {
      options.log(`${part.name}: ${part.about}; takes about ${part.takes}`)
      const result = await part.run({ ...options, full, reuse: options.words.includes('--reuse') })
      figures.push(...result.figures)
      notes.push(...result.notes)
      detail[part.name] = result.detail
    }
    const left = parts.filter((part) => !chosen.includes(part))
    if (left.length > 0) notes.push(`not run: ${left.map((part) => `${part.name} (${part.takes})`).join('; ')}`)
    return { figures, notes, detail }
  },
}

function chosenParts({ words }: MeasurementOptions): readonly LoopPart[] {
  const at = words.indexOf('--only')
  if (at < 0) return parts.filter((part) => part.isLong !== true || words.includes('--full'))
  const names = (words[at + 1] ?? '').split(',')
  const unknown = names.filter((name) => !parts.some((part) => part.name === name))
  if (unknown.length > 0) throw new Error(`--only takes ${parts.map((part) => part.name).join(', ')}; found "${unknown.join(', ')}".`)
  return parts.filter((part) => names.includes(part.name))
}
