import type { Command } from 'commander'
import { checkConfig } from '../config/check-config.ts'
import { findFolder, workingFolder } from '../config/find-folder.ts'
import { type LoadedConfig, loadConfig } from '../config/load-config.ts'
import type { Reverie } from '../reverie.ts'
import type { CliDependencies } from './cli-dependencies.ts'
import { configOfFlags, type GlobalOptions } from './global-options.ts'
import { interruptible } from './interruptible.ts'
import { openFromConfig } from './open-from-config.ts'
import { createOutput, type Output } from './output.ts'
import type { Terminal } from './terminal.ts'

/** What a command works with. */
export interface CommandContext {
  readonly terminal: Terminal
  readonly dependencies: CliDependencies
  readonly output: Output
  readonly loaded: LoadedConfig
  readonly signal: AbortSignal
  /** Opens the library as configured; the command closes it (`await using`). */
  open(): Promise<Reverie>
}

/** A command's work; resolves to the exit code. */
export type CommandRun = (context: CommandContext) => Promise<number>

/** Runs a command's work with its context, under Ctrl-C. */
export type RunCommand = (command: Command, run: CommandRun) => Promise<void>

export function createRunCommand(terminal: Terminal, dependencies: CliDependencies, setExitCode: (code: number) => void): RunCommand {
  return async (command, run) => {
    const options = command.optsWithGlobals<GlobalOptions>()
    const folder = findFolder(workingFolder(terminal.cwd, terminal.environment), options.C)
    const flags = configOfFlags(options)
    if (flags.baseUrl !== undefined) checkConfig({ baseUrl: flags.baseUrl }, 'The command line')
    const loaded = await loadConfig({ folder, environment: terminal.environment, flags })
    const output = createOutput(terminal, options)
    const code = await interruptible(terminal, (signal) =>
      run({ terminal, dependencies, output, loaded, signal, open: () => openFromConfig(loaded, dependencies, output) }),
    )
    setExitCode(code)
  }
}
