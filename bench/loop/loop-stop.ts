import { monitorEventLoopDelay } from 'node:perf_hooks'

/** Sampling period; what a sample shows beyond it is a stop. */
const resolutionMs = 1
const beatMs = 2

export interface LoopStops {
  /** Longest time the loop was not served. Includes waiting for a processor that others use. */
  readonly longestMs: number
  readonly p99Ms: number
  /** Longest processor time this thread spent between two turns of its loop: what its own work stops it for. */
  readonly longestBusyMs: number
}

/** Measures how long this thread's event loop was not served at its worst, until `read` is called. */
export function watchLoop(): { read(): LoopStops } {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs })
  histogram.enable()
  let longestBusyMs = 0
  let before = process.threadCpuUsage()
  const beat = setInterval(() => {
    const { user, system } = process.threadCpuUsage(before)
    longestBusyMs = Math.max(longestBusyMs, (user + system) / 1e3)
    before = process.threadCpuUsage()
  }, beatMs)
  beat.unref()
  return {
    read() {
      histogram.disable()
      clearInterval(beat)
      const beyond = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - resolutionMs)
      return { longestMs: beyond(histogram.max), p99Ms: beyond(histogram.percentile(99)), longestBusyMs }
    },
  }
}
