import type { Command } from 'commander'
import type { WatchedSync } from '../../reverie.ts'
import type { CommandContext, RunCommand } from '../command-context.ts'
import { printable } from '../printable.ts'
import { watchLine } from '../watch-line.ts'

/** `reverie watch`: sync now, and again within a second of every change, until Ctrl-C. */
export function addWatch(program: Command, run: RunCommand): void {
  program
    .command('watch')
    .description('sync now and soon after every change, until Ctrl-C; prepares nothing')
    .action((_flags: object, command: Command) => run(command, watch))
}

async function watch({ output, terminal, signal, open }: CommandContext): Promise<number> {
  await using reverie = await open()
  const onSync = (sync: WatchedSync): void => {
    // Under --json an object a line, as it never ends by itself.
    if (output.json) terminal.stdout.write(`${JSON.stringify(sync)}\n`)
    else {
      const line = watchLine(sync)
      if (line !== null) terminal.stdout.write(`${line}\n`)
    }
  }
  await reverie.watch({ signal, onSync, onNote: (note) => output.note(printable(note)) })
  return signal.aborted ? 130 : 0
}
