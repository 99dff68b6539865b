// Runs vitest with its own summary and then, last and alone on its line, the totals that scripts read.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureBinaries } from './postgres/ensure-binaries.ts'

ensureBinaries()
const folder = mkdtempSync(join(tmpdir(), 'reverie-test-'))
const report = join(folder, 'report.json')
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url))
// The first Ctrl-C is vitest's to handle; this process only waits for it.
process.on('SIGINT', () => {})
const run = spawnSync(
  process.execPath,
  [vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...process.argv.slice(2)],
  { stdio: 'inherit' },
)

/** Totals of the report; a file that failed before any of its tests ran counts as one failed test. */
function totals() {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
    const broken = testResults.filter((file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'))
    return { passed: numPassedTests, failed: numFailedTests + broken.length, skipped: numPendingTests + numTodoTests }
  } catch {
    // Vitest ended before it could report.
    return { passed: 0, failed: 1, skipped: 0 }
  }
}

const { passed, failed, skipped } = totals()
rmSync(folder, { recursive: true, force: true })
console.log(`${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`)
process.exitCode = run.status ?? 130
if (failed > 0 && process.exitCode === 0) process.exitCode = 1
