import type { MeasurementOptions, MeasurementResult } from '../measurement.ts'

export interface PartOptions extends MeasurementOptions {
  /** Everything instead of a seeded part of it. */
  readonly full: boolean
  /** Use scopes an earlier run prepared, where they are there, instead of preparing them again. */
  readonly reuse: boolean
}

/** One part of the loop's measurement, run alone with `--only <name>`. */
export interface LoopPart {
  readonly name: string
  readonly about: string
  /** How long it takes on two cores, in words. */
  readonly takes: string
  /** Only run when named or with `--full`. */
  readonly isLong?: boolean
  run(options: PartOptions): Promise<MeasurementResult>
}
