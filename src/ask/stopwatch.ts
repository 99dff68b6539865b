import type { Timings } from '../spec/answer.ts'
import type { Clock } from '../spec/clock.ts'

type Part = 'syncMs' | 'embedMs' | 'matchMs' | 'freshMs' | 'readMs'

/** Times the parts of one ask by the monotonic clock; parts may overlap, the total is wall time. */
export class Stopwatch {
  readonly #clock: Clock
  readonly #start: number
  readonly #parts: Record<Part, number> = { syncMs: 0, embedMs: 0, matchMs: 0, freshMs: 0, readMs: 0 }

  constructor(clock: Clock) {
    this.#clock = clock
    this.#start = clock.monotonic()
  }

  async time<Result>(part: Part, work: () => Promise<Result>): Promise<Result> {
    const from = this.#clock.monotonic()
    try {
      return await work()
    } finally {
      this.#parts[part] += this.#clock.monotonic() - from
    }
  }

  read(): Timings {
    return { totalMs: this.#clock.monotonic() - this.#start, ...this.#parts }
  }
}
