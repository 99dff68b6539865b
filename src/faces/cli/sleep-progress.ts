import type { Progress, Stage } from '../reverie.ts'

/** One stage as far as it has come. Times are monotonic milliseconds. */
export interface StageProgress {
  readonly stage: Stage
  readonly done: number
  readonly total: number | null
  readonly item: string
  readonly updatedAtMs: number
  /** Counts over time, oldest first, for the rate. */
  readonly samples: readonly { readonly atMs: number; readonly done: number }[]
}

/** A sleep as far as it has come, added up from its progress events. */
export interface SleepProgress {
  /** In the order in which the stages began. */
  readonly stages: readonly StageProgress[]
  readonly askable: boolean
  readonly prepared: number
  readonly startedAtMs: number
}

const sampleEveryMs = 500
/** Rates are of the last seconds, since documents differ in size by orders of magnitude. */
const samplesKept = 30

export function startProgress(atMs: number): SleepProgress {
  return { stages: [], askable: false, prepared: 0, startedAtMs: atMs }
}

/** The state after one event. */
export function advanceProgress(state: SleepProgress, event: Progress, atMs: number): SleepProgress {
  const known = state.stages.find((stage) => stage.stage === event.stage)
  const next = advanceStage(known, event, atMs)
  return {
    ...state,
    stages: known === undefined ? [...state.stages, next] : state.stages.map((stage) => (stage === known ? next : stage)),
    askable: state.askable || event.askable,
    prepared: event.prepared,
  }
}

/** Things a second, or null before there is enough to tell. */
export function rateOf(stage: StageProgress): number | null {
  const [first] = stage.samples
  if (first === undefined) return null
  const seconds = (stage.updatedAtMs - first.atMs) / 1000
  const done = stage.done - first.done
  return seconds < 1 || done <= 0 ? null : done / seconds
}

/** Milliseconds until the stage is through at its present rate, or null where that cannot be told. */
export function timeLeftMs(stage: StageProgress): number | null {
  const rate = rateOf(stage)
  if (rate === null || stage.total === null || stage.done >= stage.total) return null
  return ((stage.total - stage.done) / rate) * 1000
}

export function isFinished(stage: StageProgress): boolean {
  return stage.total !== null && stage.done >= stage.total
}

function advanceStage(known: StageProgress | undefined, event: Progress, atMs: number): StageProgress {
  const { stage, done, total, item } = event
  const sample = { atMs, done }
  // A count that falls is a stage that began again; its old rate says nothing.
  if (known === undefined || done < known.done) return { stage, done, total, item, updatedAtMs: atMs, samples: [sample] }
  const last = known.samples.at(-1)
  const samples = last === undefined || atMs - last.atMs >= sampleEveryMs ? [...known.samples, sample].slice(-samplesKept) : known.samples
  return { stage, done, total, item, updatedAtMs: atMs, samples }
}
