import { type MeasuredPart, runParts } from '../measured-part.ts'
import type { Measurement } from '../measurement.ts'
import { coverage } from './coverage.ts'
import { firstSleepPart } from './first-sleep.ts'
import { hitPath } from './hit-path.ts'
import { largeSleep } from './large-sleep.ts'
import { lists } from './lists.ts'
import { loopStops } from './loop-stops.ts'
import { codeQuestions, reader } from './other-measurements.ts'
import { samples } from './samples.ts'

const parts: readonly MeasuredPart[] = [
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
  run: (options) => runParts(parts, options),
}
