import type { Command } from 'commander'
import type { CommandContext, RunCommand } from '../command-context.ts'
import { budgetOfFlags, type GlobalOptions, readCount } from '../global-options.ts'
import { planLines } from '../plan-text.ts'

interface PlanFlags {
  readonly maxQuestions?: number
}

/** `reverie plan`: what the next sleep would do and cost; nothing is spent. */
export function addPlan(program: Command, run: RunCommand): void {
  program
    .command('plan', { hidden: true })
    .description('what the next sleep would do and cost; nothing is spent')
    .option('--max-questions <n>', 'plan for at most this many new questions', readCount)
    .action((flags: PlanFlags, command: Command) =>
      run(command, (context) => plan(context, { ...flags, ...command.optsWithGlobals<GlobalOptions>() })),
    )
}

async function plan(context: CommandContext, flags: PlanFlags & GlobalOptions): Promise<number> {
  const budget = budgetOfFlags(flags)
  const { output, signal, loaded } = context
  const maxQuestions = flags.maxQuestions ?? loaded.config.maxQuestions
  await using reverie = await context.open()
  const view = await reverie.plan({
    signal,
    ...(maxQuestions === undefined ? {} : { maxQuestions }),
    ...(budget === undefined ? {} : { budget }),
  })
  output.result(view, () => planLines(view, output.width, output.style))
  return 0
}
