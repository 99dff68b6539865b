import { createStyle, type Style } from './style.ts'
import { type Terminal, widthOf } from './terminal.ts'

export interface OutputOptions {
  readonly json?: boolean
  readonly quiet?: boolean
  readonly verbose?: boolean
}

/** Where a command's words go: its result to stdout (one object under `--json`), everything else to stderr. */
export interface Output extends Required<OutputOptions> {
  readonly style: Style
  readonly width: number
  /** The command's result: `value` under --json, else the lines. */
  result(value: unknown, lines: () => readonly string[]): void
  /** A line beside the result, on stderr; nothing under --quiet. */
  note(line: string): void
  /** A line on stderr that only --verbose shows. */
  detail(line: string): void
}

export function createOutput(terminal: Terminal, options: OutputOptions): Output {
  const { json = false, quiet = false, verbose = false } = options
  return {
    json,
    quiet,
    verbose,
    style: createStyle(terminal.stdout, terminal.environment),
    width: widthOf(terminal.stdout),
    result(value, lines) {
      if (json) {
        terminal.stdout.write(`${JSON.stringify(value, null, terminal.stdout.isTTY === true ? 2 : undefined)}\n`)
        return
      }
      const text = lines().join('\n')
      if (text !== '') terminal.stdout.write(`${text}\n`)
    },
    note(line) {
      if (!quiet) terminal.stderr.write(`${line}\n`)
    },
    detail(line) {
      if (verbose) terminal.stderr.write(`${line}\n`)
    },
  }
}
