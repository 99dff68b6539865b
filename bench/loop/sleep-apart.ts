import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { SleepOrder, SleepReport } from './sleep-report.ts'

const child = fileURLToPath(new URL('./sleep-child.ts', import.meta.url))

/** Sleeps in a process of its own and resolves to its report with the process's whole time. Rejects when it fails. */
export async function sleepApart(
  order: SleepOrder,
  nodeOptions: readonly string[] = [],
): Promise<SleepReport & { readonly processMs: number }> {
  const started = performance.now()
  const forked = fork(child, { execArgv: [...nodeOptions] })
  return new Promise((resolve, reject) => {
    let report: SleepReport | null = null
    forked.on('message', (message) => {
      report = message as SleepReport
    })
    forked.on('error', reject)
    forked.on('exit', (code) => {
      if (report === null) reject(new Error(`The sleeping process ended with code ${code} and without a report.`))
      else resolve({ ...report, processMs: performance.now() - started })
    })
    forked.send(order)
  })
}
