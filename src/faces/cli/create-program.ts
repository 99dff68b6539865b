import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { z } from 'zod'
import { ReverieError } from '../../spec/errors.ts'
import { nearestName } from '../config/nearest-name.ts'
import type { RunCommand } from './command-context.ts'
import { addAsk } from './commands/ask.ts'
import { addDiff } from './commands/diff.ts'
import { addDoctor } from './commands/doctor.ts'
import { addExport } from './commands/export.ts'
import { addFeedback } from './commands/feedback.ts'
import { addForget } from './commands/forget.ts'
import { addGaps } from './commands/gaps.ts'
import { addImport } from './commands/import.ts'
import { addInit } from './commands/init.ts'
import { addLedger } from './commands/ledger.ts'
import { addPlan } from './commands/plan.ts'
import { addQuestions } from './commands/questions.ts'
import { addSleep } from './commands/sleep.ts'
import { addStatus } from './commands/status.ts'
import { addSummary } from './commands/summary.ts'
import { addSync } from './commands/sync.ts'
import { addUp } from './commands/up.ts'
import { addWatch } from './commands/watch.ts'
import { addWhy } from './commands/why.ts'
import { addGlobalOptions } from './global-options.ts'
import { addHelp, firstHelpScreen } from './help.ts'
import type { Terminal } from './terminal.ts'

/** The whole command line, without running anything. */
export function createProgram(terminal: Terminal, run: RunCommand): Command {
  const program = new Command('reverie')
    .description('Answers the questions people will ask of your docs and code before they ask.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      // Usage errors are thrown and reported with all others.
      writeErr: () => {},
      getOutHelpWidth: () => terminal.stdout.columns ?? 80,
      getOutHasColors: () => false,
    })
    .helpCommand(false)
  addGlobalOptions(program)
  for (const add of [
    addSleep,
    addAsk,
    addSummary,
    addWhy,
    addStatus,
    addSync,
    addWatch,
    addUp,
    addQuestions,
    addPlan,
    addGaps,
    addLedger,
    addDiff,
    addFeedback,
    addExport,
    addImport,
    addForget,
    addDoctor,
    addInit,
  ])
    add(program, run)
  addHelp(program, terminal)
  program.helpInformation = () => firstHelpScreen(program)
  for (const command of program.commands) command.addHelpText('after', '\nOptions of every command: reverie help --all')
  // A first word that names no command arrives here; the commands themselves, made before, go on refusing words too many.
  program.allowExcessArguments().action((_flags: object, command: Command) => {
    const [word] = command.args
    if (word !== undefined) throw unknownCommand(word, program)
    terminal.stdout.write(firstHelpScreen(program))
  })
  return program
}

function unknownCommand(word: string, program: Command): ReverieError {
  const nearest = nearestName(
    word,
    program.commands.map((command) => command.name()),
  )
  const suggestion = nearest === null ? 'A question goes after ask: reverie ask "…".' : `Did you mean ${nearest}?`
  return new ReverieError('bad-argument', `There is no command "${word}".`, { hint: `${suggestion} See reverie help --all.` })
}

function packageVersion(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version
}
