import type { Command } from 'commander'
import type { Reverie, SyncOptions, SyncOutcome } from '../../reverie.ts'
import type { CommandContext, RunCommand } from '../command-context.ts'
import { showProgress } from '../show-progress.ts'
import { sourcePaths } from '../source-paths.ts'
import { syncLines } from '../sync-text.ts'

/** `reverie sync [paths…]`: read what changed, and prepare nothing. */
export function addSync(program: Command, run: RunCommand): void {
  program
    .command('sync')
    .argument('[paths...]', 'files and folders to read from now on (at first the whole folder)')
    .description('read what changed and withdraw what rested on it; prepares nothing')
    .action((paths: readonly string[], _flags: object, command: Command) => run(command, (context) => sync(context, paths)))
}

async function sync(context: CommandContext, paths: readonly string[]): Promise<number> {
  const { output, loaded } = context
  const chosen = sourcePaths(loaded, paths, output)
  await using reverie = await context.open()
  const receipt = await syncShown(context, reverie, chosen === null ? {} : { paths: chosen })
  output.result(receipt, () => syncLines(receipt, output.width, output.style))
  return 0
}

async function syncShown({ terminal, output, signal }: CommandContext, reverie: Reverie, options: SyncOptions): Promise<SyncOutcome> {
  using display = showProgress(terminal, output.quiet)
  // Awaited here: the display lasts as long as this function.
  return await reverie.sync({ ...options, signal, onProgress: display.onProgress })
}
