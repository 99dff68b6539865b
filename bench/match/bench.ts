import { type MeasuredPart, runParts } from '../measured-part.ts'
import type { Measurement } from '../measurement.ts'
import { conversation } from './conversation-part.ts'
import { latency } from './latency-part.ts'
import { pooled } from './pooled-part.ts'
import { prior } from './prior-part.ts'
import { setParts } from './set-parts.ts'
import { traps } from './traps-part.ts'

const parts: readonly MeasuredPart[] = [...setParts, pooled, traps, conversation, latency, prior]

/** How much the match decision serves, how much of that is right, and what it costs. */
export const measurement: Measurement = {
  name: 'match',
  about: `the match decision beside plain similarity (words: --only ${parts.map((part) => part.name).join(',')}; --splits n)`,
  run: (options) => runParts(parts, options),
}
