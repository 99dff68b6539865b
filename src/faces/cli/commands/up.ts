import type { Command } from 'commander'
import type { UpEvent } from '../../reverie.ts'
import type { CommandContext, RunCommand } from '../command-context.ts'
import { spendingNotice } from '../spending-notice.ts'
import { upLine } from '../up-text.ts'

/** `reverie up`: watch, sleep while nobody asks, wake at once, until Ctrl-C. */
export function addUp(program: Command, run: RunCommand): void {
  program
    .command('up')
    .description('watch, sleep while nobody asks and wake at once, until Ctrl-C')
    .action((_flags: object, command: Command) => run(command, up))
}

async function up(context: CommandContext): Promise<number> {
  const { output, terminal, signal, open } = context
  await using reverie = await open()
  const notice = await spendingNotice(context, 'each sleep')
  if (notice !== null) output.note(notice)
  const onEvent = (event: UpEvent): void => {
    // Under --json an object a line, as it never ends by itself.
    const line = output.json ? JSON.stringify(event) : upLine(event, output)
    if (line !== null) terminal.stdout.write(`${line}\n`)
  }
  await reverie.up({ signal, onEvent })
  return signal.aborted ? 130 : 0
}
