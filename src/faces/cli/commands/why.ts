import { type Command, Option } from 'commander'
import type { CommandContext, RunCommand } from '../command-context.ts'
import { type WhyTextOptions, whyLines } from '../why-text.ts'

/** `reverie why <id>`: what an ask, answer, claim or summary rests on and why it was served as it was. */
export function addWhy(program: Command, run: RunCommand): void {
  program
    .command('why')
    .argument('<id>', 'id of an ask, prepared answer, claim or summary; its first characters are enough')
    .description('why an ask was served as it was, and what it rests on')
    .addOption(new Option('--features', 'what each feature of a match did to its probability'))
    .action((id: string, flags: WhyTextOptions, command: Command) => run(command, (context) => why(context, id, flags)))
}

async function why(context: CommandContext, id: string, flags: WhyTextOptions): Promise<number> {
  const { output, signal, terminal } = context
  await using reverie = await context.open()
  const view = await reverie.why(id, { signal })
  output.result(view, () => whyLines(view, terminal.clock.now(), output.width, output.style, flags))
  return 0
}
