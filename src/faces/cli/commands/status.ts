import type { Command } from 'commander'
import type { CommandContext, RunCommand } from '../command-context.ts'
import { statusLines } from '../status-text.ts'

/** `reverie status`: what is read, prepared, owed, asked and spent. */
export function addStatus(program: Command, run: RunCommand): void {
  program
    .command('status')
    .description('what is read, prepared, owed, asked and spent')
    .action((_flags: object, command: Command) => run(command, status))
}

async function status(context: CommandContext): Promise<number> {
  const { output, signal, terminal } = context
  await using reverie = await context.open()
  const view = await reverie.status({ signal })
  output.result(view, () => statusLines(view, terminal.clock.now(), output.width, output.style))
  return 0
}
