import { availableParallelism, loadavg } from 'node:os'
import type { Figure, Measurement, MeasurementOptions } from '../measurement.ts'
import { concurrent } from './concurrent.ts'
import { edits } from './edits.ts'
import { freshness } from './freshness.ts'
import { importing } from './import-part.ts'
import { killing } from './kills.ts'
import type { LineagePart } from './part.ts'
import { replay } from './replay.ts'
import { largeSync } from './sync-part.ts'

const parts: readonly LineagePart[] = [freshness, importing, concurrent, killing, replay, edits, largeSync]

/** What a change costs and what it may never do, on real histories and under load. */
export const measurement: Measurement = {
  name: 'lineage',
  about: `changes: what they cost, and that nothing stale is left (words: --only ${parts.map((part) => part.name).join(',')}; --full)`,
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
      const result = await part.run({ ...options, full })
      figures.push(...result.figures)
      notes.push(...result.notes)
      detail[part.name] = result.detail
    }
    const left = parts.filter((part) => !chosen.includes(part))
    if (left.length > 0) notes.push(`not run: ${left.map((part) => `${part.name} (${part.takes})`).join('; ')}`)
    return { figures, notes, detail }
  },
}

function chosenParts({ words }: MeasurementOptions): readonly LineagePart[] {
  const at = words.indexOf('--only')
  if (at < 0) return parts.filter((part) => part.isLong !== true || words.includes('--full'))
  const names = (words[at + 1] ?? '').split(',')
  const unknown = names.filter((name) => !parts.some((part) => part.name === name))
  if (unknown.length > 0) throw new Error(`--only takes ${parts.map((part) => part.name).join(', ')}; found "${unknown.join(', ')}".`)
  return parts.filter((part) => names.includes(part.name))
}
