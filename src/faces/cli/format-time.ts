/** A duration in the unit a person reads: `0.3 ms`, `27 ms`, `1.4 s`, `2 min 5 s`, `1 h 3 min`. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 999.5) return `${formatMilliseconds(durationMs)} ms`
  if (durationMs < 59_950) return `${(durationMs / 1000).toFixed(1).replace('.0', '')} s`
  const seconds = Math.round(durationMs / 1000)
  if (seconds < 3600) return joined(Math.floor(seconds / 60), 'min', seconds % 60, 's')
  const minutes = Math.round(seconds / 60)
  return joined(Math.floor(minutes / 60), 'h', minutes % 60, 'min')
}

/** Milliseconds without their unit; one digit after the point below ten. */
export function formatMilliseconds(durationMs: number): string {
  return durationMs < 9.95 ? durationMs.toFixed(1).replace('.0', '') : String(Math.round(durationMs))
}

/** How long ago something was: `just now`, `12 min ago`, `3 h ago`, `5 days ago`. */
export function formatAgo(at: number, now: number): string {
  const seconds = Math.max(0, (now - at) / 1000)
  if (seconds < 10) return 'just now'
  if (seconds < 90) return `${Math.round(seconds)} s ago`
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min ago`
  if (seconds < 36 * 3600) return `${Math.round(seconds / 3600)} h ago`
  return `${Math.round(seconds / 86_400)} days ago`
}

function joined(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`
}
