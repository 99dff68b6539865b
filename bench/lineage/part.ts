import type { MeasurementOptions, MeasurementResult } from '../measurement.ts'

export interface LineagePartOptions extends MeasurementOptions {
  /** Everything instead of a seeded part of it. */
  readonly full: boolean
}

/** One part of lineage's measurement, run alone with `--only <name>`. */
export interface LineagePart {
  readonly name: string
  readonly about: string
  /** How long it takes on two cores, in words. */
  readonly takes: string
  /** Only run when named or with `--full`. */
  readonly isLong?: boolean
  run(options: LineagePartOptions): Promise<MeasurementResult>
}
