import type { Command } from 'commander'
import type { CommandContext, RunCommand } from '../command-context.ts'
import type { CheckResult } from '../doctor/check.ts'
import { modelCheck } from '../doctor/model-check.ts'
import { packageChecks } from '../doctor/package-checks.ts'
import { placeChecks } from '../doctor/place-checks.ts'
import { runChecks } from '../doctor/run-checks.ts'
import { formatPairs } from '../format-table.ts'
import type { Output } from '../output.ts'
import { printable } from '../printable.ts'

/** `reverie doctor`: whether everything Reverie needs is there and works, with a remedy where not. */
export function addDoctor(program: Command, run: RunCommand): void {
  program
    .command('doctor', { hidden: true })
    .description('check that everything needed is there and works')
    .action((_flags: object, command: Command) => run(command, doctor))
}

async function doctor(context: CommandContext): Promise<number> {
  const { output, signal } = context
  const results = await runChecks([...placeChecks(context), ...packageChecks, modelCheck(context)], signal)
  const failed = results.some(({ outcome }) => outcome === 'fail')
  output.result({ ok: !failed, checks: results }, () => results.flatMap((result) => resultLines(result, output)))
  return failed ? 1 : 0
}

function resultLines({ name, outcome, found, remedy }: CheckResult, { style, width }: Output): readonly string[] {
  const paint = { ok: style.good, warn: style.careful, fail: style.bad }[outcome]
  const lines = formatPairs(
    [[name.padEnd(12), printable(found)], ...(remedy === undefined ? [] : [['', `→ ${printable(remedy)}`] as const])],
    width - 5,
    '',
  )
  return lines.map((line, index) => (index === 0 ? `${paint(outcome.padEnd(4))} ${line}` : `     ${line}`))
}
