import { writeSync } from 'node:fs'
import type { SyncOutcome } from '../../src/faces/reverie.ts'

/** What a `reverie sync` in a process of its own tells of itself, as JSON on stdout. */
export interface SyncReport {
  /** Documents added, edited, moved or removed. */
  readonly written: number
  readonly syncMs: number
  readonly processorMs: number
  readonly peakMb: number
}

// The command as installed, over the folder given, from its first line to its end; only its output is caught.
let out = ''
const write = (text: string, done?: () => void) => {
  out += text
  done?.()
  return true
}
process.stdout.write = write as typeof process.stdout.write
process.argv.splice(2, 1, '-C', process.argv[2] ?? '.', 'sync', '--json', '--quiet')
process.on('exit', (code) => {
  if (code !== 0) return
  const { documents, durationMs } = JSON.parse(out) as SyncOutcome
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage()
  const report: SyncReport = {
    written: documents.added + documents.changed + documents.moved + documents.removed,
    syncMs: durationMs,
    processorMs: (userCPUTime + systemCPUTime) / 1e3,
    peakMb: (maxRSS * 1024) / 1e6,
  }
  writeSync(1, JSON.stringify(report))
})
await import('../../src/faces/cli/main.ts')
