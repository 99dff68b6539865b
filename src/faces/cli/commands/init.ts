import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { ReverieError } from '../../../spec/errors.ts'
import { configFileNames } from '../../config/config-file-names.ts'
import { configTemplate } from '../../config/config-template.ts'
import type { CommandContext, RunCommand } from '../command-context.ts'

/** `reverie init`: a commented configuration file; every command works without one. */
export function addInit(program: Command, run: RunCommand): void {
  program
    .command('init', { hidden: true })
    .description('write a commented reverie.config.ts; every command works without it')
    .action((_flags: object, command: Command) => run(command, init))
}

async function init({ loaded, output }: CommandContext): Promise<number> {
  const present = configFileNames.find((name) => existsSync(join(loaded.folder, name)))
  if (present !== undefined) {
    throw new ReverieError('bad-argument', `${join(loaded.folder, present)} is there already, and init overwrites nothing.`, {
      hint: 'Edit it, or move it away first.',
    })
  }
  const path = join(loaded.folder, configFileNames[0])
  writeFileSync(path, configTemplate, { flag: 'wx' })
  output.result({ path }, () => [`Wrote ${path}: every setting in it is commented out, with its default.`])
  return 0
}
