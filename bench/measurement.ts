/** One figure of a measurement, with the figure it should reach where there is one. */
export interface Figure {
  readonly name: string
  readonly value: number | string | null
  /** `ms`, `%`, `MB`, or ''. */
  readonly unit: string
  /** In words: `≤ 240 s`, `≥ 80 %`. */
  readonly target?: string
  /** Whether the target is met; absent where there is none or where this machine cannot tell. */
  readonly met?: boolean
}

/** What a measurement found. `detail` is for programs and reports: it is in `--json` alone. */
export interface MeasurementResult {
  readonly figures: readonly Figure[]
  /** What was left out or differs from what a reader would assume. */
  readonly notes: readonly string[]
  readonly detail?: unknown
}

export interface MeasurementOptions {
  /** Folder of the data sets, or null where it is missing: the measurement then throws, saying what it needs, or measures less and notes it. */
  readonly data: string | null
  /** Words after the measurement's name that are not the runner's. */
  readonly words: readonly string[]
  /** A line about progress, on stderr. */
  readonly log: (line: string) => void
}

/** One measurement; `bench/<name>/bench.ts` exports it as `measurement`. */
export interface Measurement {
  /** The name `npm run bench -- <name>` takes: that of its folder. */
  readonly name: string
  /** One line: what is measured, on what. */
  readonly about: string
  run(options: MeasurementOptions): Promise<MeasurementResult>
}
