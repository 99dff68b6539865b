import type { Command } from 'commander'
import type { Reverie, SleepOptions, SleepReceipt } from '../../reverie.ts'
import type { CommandContext, RunCommand } from '../command-context.ts'
import { budgetOfFlags, type GlobalOptions, readCount } from '../global-options.ts'
import { offerLines } from '../offer-lines.ts'
import { parseClockTime, parseDuration } from '../parse-time-limit.ts'
import { showProgress } from '../show-progress.ts'
import { sleepReceiptLines } from '../sleep-receipt.ts'
import { sourcePaths } from '../source-paths.ts'
import { spendingNotice } from '../spending-notice.ts'

interface SleepFlags {
  readonly maxQuestions?: number
  readonly for?: string
  readonly until?: string
}

/** `reverie sleep [paths…]`: read, distil, predict and prepare. */
export function addSleep(program: Command, run: RunCommand): void {
  program
    .command('sleep')
    .argument('[paths...]', 'files and folders to read from now on (at first the whole folder)')
    .description('read what changed, predict what will be asked, prepare the answers')
    .option('--for <duration>', 'end after so long, such as 30m or 1h30m; what is finished is kept')
    .option('--until <HH:MM>', 'end at this time of day; what is finished is kept')
    .option('--max-questions <n>', 'prepare at most this many new questions', readCount)
    .action((paths: readonly string[], flags: SleepFlags, command: Command) =>
      run(command, (context) => sleep(context, paths, { ...flags, ...command.optsWithGlobals<GlobalOptions>() })),
    )
}

async function sleep(context: CommandContext, paths: readonly string[], flags: SleepFlags & GlobalOptions): Promise<number> {
  const budget = budgetOfFlags(flags)
  const { output, loaded, signal } = context
  const chosen = sourcePaths(loaded, paths, output)
  const maxQuestions = flags.maxQuestions ?? loaded.config.maxQuestions
  const now = context.terminal.clock.now()
  const limits = {
    ...(flags.for === undefined ? {} : { forMs: parseDuration(flags.for, '--for') }),
    ...(flags.until === undefined ? {} : { until: parseClockTime(flags.until, now, '--until') }),
  }
  await using reverie = await context.open()
  const notice = await spendingNotice(context)
  if (notice !== null) output.note(notice)
  const receipt = await sleepShown(context, reverie, {
    ...(chosen === null ? {} : { paths: chosen }),
    ...(maxQuestions === undefined ? {} : { maxQuestions }),
    // What is said for this sleep is what it may spend; what is configured is a cap alone.
    ...(budget === undefined ? {} : { budget }),
    ...limits,
  })
  output.result(receipt, () => sleepReceiptLines(receipt, output.width, output.style))
  if (loaded.config.model === undefined && !signal.aborted) {
    for (const line of offerLines((await reverie.status({ signal })).offers)) output.note(line)
  }
  if (receipt.stoppedBy === 'aborted' || signal.aborted) return 130
  if (receipt.stoppedBy === 'budget') return 3
  return receipt.failed.length > 0 && receipt.servable === 0 && receipt.sync.documents.total > 0 ? 1 : 0
}

async function sleepShown({ terminal, output, signal }: CommandContext, reverie: Reverie, options: SleepOptions): Promise<SleepReceipt> {
  using display = showProgress(terminal, output.quiet)
  // Awaited here: the display lasts as long as this function.
  return await reverie.sleep({ ...options, signal, onProgress: display.onProgress })
}
