import { Writable } from 'node:stream'
import { installedDependencies } from '../../src/faces/cli/installed-dependencies.ts'
import { runCli } from '../../src/faces/cli/run-cli.ts'
import { systemTerminal } from '../../src/faces/cli/terminal.ts'
import type { SyncOutcome } from '../../src/faces/reverie.ts'

/** What a `reverie sync` in a process of its own tells of itself, as JSON on stdout. */
export interface SyncReport {
  /** Documents added, edited, moved or removed. */
  readonly written: number
  readonly syncMs: number
  readonly processorMs: number
  readonly peakMb: number
}

// The command as installed, over the folder given; only its output is caught.
let out = ''
const stdout = new Writable({
  write(chunk, _encoding, done) {
    out += String(chunk)
    done()
  },
})
const folder = process.argv[2] ?? '.'
const code = await runCli(['-C', folder, 'sync', '--json', '--quiet'], { ...systemTerminal(), stdout }, installedDependencies)
if (code !== 0) process.exit(code)
const { documents, durationMs } = JSON.parse(out) as SyncOutcome
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage()
const report: SyncReport = {
  written: documents.added + documents.changed + documents.moved + documents.removed,
  syncMs: durationMs,
  processorMs: (userCPUTime + systemCPUTime) / 1e3,
  peakMb: (maxRSS * 1024) / 1e6,
}
process.stdout.write(JSON.stringify(report), () => process.exit(0))
