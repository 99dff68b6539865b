import type { Command } from 'commander'
import type { CommandContext, RunCommand } from '../command-context.ts'
import { summaryLines } from '../summary-text.ts'

/** `reverie summary [target]`: the tree, or one file, module or topic with its quotes. */
export function addSummary(program: Command, run: RunCommand): void {
  program
    .command('summary')
    .argument('[target]', 'a file, folder or topic; without one, the tree')
    .description('what a file, folder or topic says, with quotes and lines')
    .action((target: string | undefined, _flags: object, command: Command) => run(command, (context) => summary(context, target)))
}

async function summary(context: CommandContext, target: string | undefined): Promise<number> {
  const { output, signal, terminal } = context
  await using reverie = await context.open()
  const view = await reverie.summary(target, { signal })
  output.result(view, () => summaryLines(view, terminal.clock.now(), output.width, output.style))
  return view.level === 'tree' && view.children.length === 0 ? 3 : 0
}
