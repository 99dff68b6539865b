import type { Command } from 'commander'
import type { CommandContext, RunCommand } from '../command-context.ts'
import { gapLines } from '../gaps-text.ts'
import { readCount } from '../global-options.ts'
import { parsePast } from '../parse-past.ts'

interface GapsFlags {
  readonly limit: number
  readonly since?: string
}

/** `reverie gaps`: what people asked and nothing answers, and what two documents answer differently. */
export function addGaps(program: Command, run: RunCommand): void {
  program
    .command('gaps', { hidden: true })
    .description('what was asked and is not answered: what to write next; and documents that disagree')
    .option('--limit <n>', 'at most this many', readCount, 20)
    .option('--since <when>', 'only what was asked since: a date as 2026-03-01, or 7d, 12h')
    .action((flags: GapsFlags, command: Command) => run(command, (context) => gaps(context, flags)))
}

async function gaps(context: CommandContext, { limit, since }: GapsFlags): Promise<number> {
  const { output, signal, terminal } = context
  const from = since === undefined ? {} : { since: parsePast(since, terminal.clock.now(), '--since') }
  await using reverie = await context.open()
  const view = await reverie.gaps({ limit, signal, ...from })
  output.result(view, () => gapLines(view, output.style))
  return view.gaps.length + view.pairs.length === 0 ? 3 : 0
}
