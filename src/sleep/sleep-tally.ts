export type SleepStage = 'sync' | 'distil' | 'predict' | 'embed' | 'pre-answer' | 'verify'

export interface SleepProgress {
  readonly stage: SleepStage
  readonly done: number
  readonly total: number | null
  readonly item: string
  readonly askable: boolean
  readonly prepared: number
}

/** What a sleep counts while it works, and tells whoever watches. */
export class SleepTally {
  readonly produced: Record<string, number> = {}
  readonly reused: Record<string, number> = {}
  readonly skipped = new Map<string, number>()
  readonly failed: { readonly item: string; readonly stage: string; readonly reason: string }[] = []
  /** What to do about what failed. */
  readonly hints = new Set<string>()
  readonly #onProgress: ((progress: SleepProgress) => void) | undefined
  readonly #elapsed: () => number
  askableAfterMs: number | null = null
  preparedAfterMs: number | null = null
  prepared = 0
  askable = false
  /** Items in a row that the model could not be reached for. */
  unreachable = 0

  constructor(onProgress: ((progress: SleepProgress) => void) | undefined, elapsed: () => number) {
    this.#onProgress = onProgress
    this.#elapsed = elapsed
  }

  make(what: string, count = 1): void {
    this.produced[what] = (this.produced[what] ?? 0) + count
  }

  keep(what: string, count = 1): void {
    if (count > 0) this.reused[what] = (this.reused[what] ?? 0) + count
  }

  skip(reason: string, count = 1): void {
    if (count > 0) this.skipped.set(reason, (this.skipped.get(reason) ?? 0) + count)
  }

  fail(stage: string, item: string, reason: string, hint?: string): void {
    this.failed.push({ stage, item, reason })
    if (hint !== undefined) this.hints.add(hint)
  }

  /** One more item that goes on once a batch is answered. */
  park(): void {
    this.skip('waits for calls sent in a batch')
  }

  nowAskable(): void {
    this.askable = true
    this.askableAfterMs ??= this.#elapsed()
  }

  /** One more prepared answer that can be served. */
  nowPrepared(): void {
    this.prepared += 1
    this.preparedAfterMs ??= this.#elapsed()
  }

  progress(stage: SleepStage, done: number, total: number | null, item = ''): void {
    this.#onProgress?.({ stage, done, total, item, askable: this.askable, prepared: this.prepared })
  }
}
