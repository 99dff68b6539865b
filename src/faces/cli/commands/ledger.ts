import type { Command } from 'commander'
import { ReverieError } from '../../../spec/errors.ts'
import type { CommandContext, RunCommand } from '../command-context.ts'
import { readCount } from '../global-options.ts'
import { ledgerLines } from '../ledger-text.ts'
import { parsePast } from '../parse-past.ts'
import { parseSince } from '../parse-since.ts'

interface LedgerFlags {
  readonly since?: string
  readonly until?: string
  readonly limit?: number
  readonly csv?: boolean
}

/** `reverie ledger`: what was spent and saved, call by call and in all. */
export function addLedger(program: Command, run: RunCommand): void {
  program
    .command('ledger', { hidden: true })
    .description('what was spent and saved, call by call and in all')
    .option('--since <time>', 'from then on: 7d, 24h, or a date such as 2026-11-01')
    .option('--until <time>', 'before then')
    .option('--limit <n>', 'at most this many calls and savings, the last ones; totals are of all', readCount)
    .option('--csv', 'all rows as CSV')
    .action((flags: LedgerFlags, command: Command) => run(command, (context) => ledger(context, flags)))
}

async function ledger(context: CommandContext, { since, until, limit, csv = false }: LedgerFlags): Promise<number> {
  const { output, signal, terminal } = context
  if (csv && output.json) throw new ReverieError('bad-argument', 'Both --csv and --json were given.', { hint: 'Choose one of them.' })
  const now = terminal.clock.now()
  const from = since === undefined ? undefined : parsePast(since, now, '--since')
  const to = until === undefined ? undefined : parseSince(until, now, '--until')
  if (from !== undefined && to !== undefined && from >= to)
    throw new ReverieError('bad-argument', '--until is not after --since.', { hint: 'Give the earlier time to --since.' })
  const most = limit ?? (csv ? Number.MAX_SAFE_INTEGER - 1 : undefined)
  await using reverie = await context.open()
  const view = await reverie.ledger({
    signal,
    ...(from === undefined ? {} : { since: from }),
    ...(to === undefined ? {} : { until: to }),
    ...(most === undefined ? {} : { limit: most }),
  })
  if (csv) {
    const { ledgerCsv } = await import('../ledger-csv.ts')
    terminal.stdout.write(ledgerCsv(view))
    return 0
  }
  output.result(view, () => ledgerLines(view, output.width, output.style))
  return 0
}
