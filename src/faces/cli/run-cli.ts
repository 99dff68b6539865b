import type { CliDependencies } from './cli-dependencies.ts'
import { createRunCommand } from './command-context.ts'
import { createProgram } from './create-program.ts'
import { reportError } from './report-error.ts'
import type { Terminal } from './terminal.ts'

/** Runs the command line on arguments without the program's name; resolves to the exit code and never rejects. */
export async function runCli(words: readonly string[], terminal: Terminal, dependencies: CliDependencies): Promise<number> {
  let exitCode = 0
  const run = createRunCommand(terminal, dependencies, (code) => {
    exitCode = code
  })
  try {
    await createProgram(terminal, run).parseAsync(words, { from: 'user' })
    return exitCode
  } catch (error) {
    // Parsing itself may have failed, so the flags are looked for by hand.
    const flags = words.includes('--') ? words.slice(0, words.indexOf('--')) : words
    return reportError(error, terminal, { json: flags.includes('--json'), verbose: flags.includes('--verbose') })
  }
}
