import { CommanderError } from 'commander'
import { errorTable, ReverieError } from '../../spec/errors.ts'
import { printable } from './printable.ts'
import { createStyle } from './style.ts'
import type { Terminal } from './terminal.ts'

export interface ReportOptions {
  readonly json: boolean
  readonly verbose: boolean
}

/**
 * Tells a person what failed (message, then hint; with --verbose the chain of causes) on stderr, or a program as
 * `{ error: { code, message, hint, isRetryable } }` on stdout, and returns the exit code.
 */
export function reportError(error: unknown, terminal: Terminal, options: ReportOptions): number {
  // Commander has printed help and version by then; its usage errors arrive as ours.
  if (error instanceof CommanderError && error.exitCode === 0) return 0
  const failure = asReverieError(error)
  if (options.json) {
    const { code, message, hint, isRetryable } = failure
    terminal.stdout.write(`${JSON.stringify({ error: { code, message, hint: hint ?? null, isRetryable } })}\n`)
  }
  const style = createStyle(terminal.stderr, terminal.environment)
  const label = style.bad(failure.code === 'aborted' ? 'stopped:' : 'error:')
  const lines = [`${label} ${printable(failure.message)}`]
  if (failure.hint !== undefined) lines.push(printable(failure.hint))
  if (options.verbose) lines.push(...causes(failure).map((line) => style.dim(printable(line))))
  else if (failure.code === 'internal') lines.push('Run it again with --verbose to see where.')
  terminal.stderr.write(`${lines.join('\n')}\n`)
  return errorTable[failure.code].exitCode
}

function asReverieError(error: unknown): ReverieError {
  if (error instanceof ReverieError) return error
  if (error instanceof CommanderError) return usageError(error)
  if (error instanceof Error && error.name === 'AbortError') return new ReverieError('aborted', 'Interrupted.', { cause: error })
  return new ReverieError('internal', error instanceof Error ? error.message : String(error), { cause: error })
}

/** Commander writes `error: message` and, on a line of its own, `(Did you mean …?)`. */
function usageError(error: CommanderError): ReverieError {
  const [message = '', ...suggestions] = error.message.replace(/^error: /, '').split('\n')
  const suggestion = suggestions.join(' ').replace(/^\((.*)\)$/, '$1 ')
  return new ReverieError('bad-argument', message, { cause: error, hint: `${suggestion}See reverie help --all.` })
}

function causes(error: ReverieError): readonly string[] {
  const lines = [`code ${error.code}`]
  let cause = error.cause
  // A chain can loop where an error was made its own cause.
  for (let depth = 0; cause !== undefined && cause !== null && depth < 8; depth += 1) {
    lines.push(`caused by ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`)
    cause = cause instanceof Error ? cause.cause : undefined
  }
  if (lines.length === 1 && error.stack !== undefined) lines.push(error.stack)
  return lines
}
