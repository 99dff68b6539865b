import { monitorEventLoopDelay } from 'node:perf_hooks'

/** Sampling period; what a sample shows beyond it is a stop. */
const resolutionMs = 1

/** Measures how long this thread's event loop was not served at its worst, until `read` is called. */
export function watchLoop(): { read(): { readonly longestMs: number; readonly p99Ms: number } } {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs })
  histogram.enable()
  return {
    read() {
      histogram.disable()
      const beyond = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - resolutionMs)
      return { longestMs: beyond(histogram.max), p99Ms: beyond(histogram.percentile(99)) }
    },
  }
}
