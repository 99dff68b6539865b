import type { SleepReceipt } from '../../src/faces/reverie.ts'
import type { LoopStops } from './loop-stop.ts'

/** What a child process is told to sleep over. */
export interface SleepOrder {
  readonly folder: string
  readonly database: string
  /** Stops the sleep after this many ms; what it finished is kept. Default: never. */
  readonly stopAfterMs?: number
}

/** Memory of the whole process, its workers included, at the first sample of a stage and at the highest. */
export interface StageMemory {
  readonly stage: string
  readonly firstMb: number
  readonly peakMb: number
  /** Heap of the calling thread alone at the peak. */
  readonly heapMb: number
}

/** What the child sends back when it is done. */
export interface SleepReport {
  readonly receipt: SleepReceipt
  /** `process.resourceUsage().maxRSS`. */
  readonly peakRssMb: number
  /** Processor time of all its threads: what another machine's load does not change. */
  readonly processorMs: number
  readonly stages: readonly StageMemory[]
  /** Of the sleeping process's own event loop. */
  readonly stops: LoopStops
}
