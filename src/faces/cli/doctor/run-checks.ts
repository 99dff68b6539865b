import { ReverieError } from '../../../spec/errors.ts'
import type { Check, CheckResult } from './check.ts'

/** Runs the checks one after another, so that one that fails does not keep the others from being told. */
export async function runChecks(checks: readonly Check[], signal: AbortSignal): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = []
  for (const check of checks) {
    signal.throwIfAborted()
    try {
      results.push({ name: check.name, ...(await check.run(signal)) })
    } catch (error) {
      const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
      const hint = error instanceof ReverieError ? error.hint : undefined
      results.push({ name: check.name, outcome: 'fail', found: message, remedy: hint ?? check.remedy })
    }
  }
  return results
}
