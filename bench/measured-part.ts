import { availableParallelism, loadavg } from 'node:os'
import type { Figure, MeasurementOptions, MeasurementResult } from './measurement.ts'

export interface PartOptions extends MeasurementOptions {
  /** Everything instead of a seeded part of it. */
  readonly full: boolean
  /** Use scopes an earlier run prepared, where they are there, instead of preparing them again. */
  readonly reuse: boolean
}

/** One part of a measurement, run alone with `--only <name>`. */
export interface MeasuredPart {
  readonly name: string
  readonly about: string
  /** How long it takes on two cores, in words. */
  readonly takes: string
  /** Only run when named or with `--full`. */
  readonly isLong?: boolean
  run(options: PartOptions): Promise<MeasurementResult>
}

/** Runs the parts that the words choose, one after another, and says which were left out. Throws for a part there is not. */
export async function runParts(parts: readonly MeasuredPart[], options: MeasurementOptions): Promise<MeasurementResult> {
  const chosen = chosenParts(parts, options)
  const [full, reuse] = [options.words.includes('--full'), options.words.includes('--reuse')]
  const figures: Figure[] = []
  const notes: string[] = []
  const detail: Record<string, unknown> = {}
  const [load = 0] = loadavg()
  if (load > 1)
    notes.push(`the machine was not idle when this began: load ${load.toFixed(1)} on ${availableParallelism()} cores; times are too long`)
  for (const part of chosen) {
    options.log(`${part.name}: ${part.about}; takes about ${part.takes}`)
    const result = await part.run({ ...options, full, reuse })
    figures.push(...result.figures)
    notes.push(...result.notes)
    detail[part.name] = result.detail
  }
  const left = parts.filter((part) => !chosen.includes(part))
  if (left.length > 0) notes.push(`not run: ${left.map((part) => `${part.name} (${part.takes})`).join('; ')}`)
  return { figures, notes, detail }
}

function chosenParts(parts: readonly MeasuredPart[], { words }: MeasurementOptions): readonly MeasuredPart[] {
  const at = words.indexOf('--only')
  if (at < 0) return parts.filter((part) => part.isLong !== true || words.includes('--full'))
  const names = (words[at + 1] ?? '').split(',')
  const unknown = names.filter((name) => !parts.some((part) => part.name === name))
  if (unknown.length > 0) throw new Error(`--only takes ${parts.map((part) => part.name).join(', ')}; found "${unknown.join(', ')}".`)
  return parts.filter((part) => names.includes(part.name))
}
