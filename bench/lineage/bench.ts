import { type MeasuredPart, runParts } from '../measured-part.ts'
import type { Measurement } from '../measurement.ts'
import { concurrent } from './concurrent.ts'
import { edits } from './edits.ts'
import { freshness } from './freshness.ts'
import { importing } from './import-part.ts'
import { killing } from './kills.ts'
import { replay } from './replay.ts'
import { largeSync } from './sync-part.ts'

const parts: readonly MeasuredPart[] = [freshness, importing, concurrent, killing, replay, edits, largeSync]

/** What a change costs and what it may never do, on real histories and under load. */
export const measurement: Measurement = {
  name: 'lineage',
  about: `changes: what they cost, and that nothing stale is left (words: --only ${parts.map((part) => part.name).join(',')}; --full)`,
  run: (options) => runParts(parts, options),
}
