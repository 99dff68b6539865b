import type { Command } from 'commander'
import { formatPairs } from './format-table.ts'
import { type Terminal, widthOf } from './terminal.ts'

/** What the first screen shows: five commands, and where the rest is. */
export const firstCommands: readonly string[] = ['sleep', 'ask', 'summary', 'why', 'status']

export function firstHelpScreen(program: Command): string {
  const others = program.commands.map((command) => command.name()).filter((name) => !firstCommands.includes(name) && name !== 'help')
  return `${[
    program.description(),
    '',
    ...commandLines(program, firstCommands),
    '',
    `More: ${others.join(', ')} and options (reverie help --all).`,
  ].join('\n')}\n`
}

/** `reverie help [command]`, and `reverie help --all` for everything. */
export function addHelp(program: Command, terminal: Terminal): void {
  program
    .command('help', { hidden: true })
    .argument('[command]')
    .option('--all', 'every command and option')
    .description('help with a command')
    .action((name: string | undefined, flags: { readonly all?: boolean }) => {
      const command = program.commands.find((one) => one.name() === name)
      if (name !== undefined && command === undefined) program.error(`error: unknown command '${name}'`)
      if (command !== undefined) command.outputHelp()
      else terminal.stdout.write(flags.all === true ? wholeHelp(program, widthOf(terminal.stdout)) : firstHelpScreen(program))
    })
}

function wholeHelp(program: Command, width: number): string {
  const help = program.createHelp()
  const names = program.commands.map((command) => command.name()).filter((name) => name !== 'help')
  const options = help.visibleOptions(program).map((option) => [help.optionTerm(option), help.optionDescription(option)] as const)
  return `${[
    program.description(),
    '',
    'Commands (reverie help <command> shows their own options):',
    ...commandLines(program, names, width),
    '',
    'Options of every command:',
    ...formatPairs(options, width),
    '',
    'Exit codes: 0 done, 1 failed, 2 wrong usage, 3 nothing found or budget refused, 130 interrupted.',
    'Settings: reverie.config.ts or .json in the folder, REVERIE_* in the environment, then flags, the last winning.',
  ].join('\n')}\n`
}

function commandLines(program: Command, names: readonly string[], width = Number.POSITIVE_INFINITY): readonly string[] {
  const commands = names.flatMap((name) => program.commands.filter((command) => command.name() === name))
  return formatPairs(
    commands.map((command) => [`reverie ${command.name()} ${argumentsOf(command)}`.trimEnd(), command.description()] as const),
    width,
  )
}

function argumentsOf(command: Command): string {
  const own = command.registeredArguments.map((argument) => {
    const name = argument.variadic ? `${argument.name()}…` : argument.name()
    return argument.required ? `<${name}>` : `[${name}]`
  })
  const inner = command.commands.map((child) => child.name())
  return [...own, ...(inner.length === 0 ? [] : [`[${inner.join('|')}]`])].join(' ')
}
