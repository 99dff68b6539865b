import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import { isGitRevision } from '../../../adapters/sources/git-revision.ts'
import { ReverieError } from '../../../spec/errors.ts'
import { diffFailuresOf } from '../../diff/diff-failures.ts'
import { type DiffFailure, diffFailures } from '../../diff/diff-view.ts'
import type { DiffOptions } from '../../reverie.ts'
import type { CommandContext, RunCommand } from '../command-context.ts'
import { diffMarkdown } from '../diff-markdown.ts'
import { diffLines } from '../diff-text.ts'
import { readCount } from '../global-options.ts'

interface DiffFlags {
  readonly markdown?: boolean
  readonly failOn?: readonly DiffFailure[]
  readonly embed?: boolean
  readonly limit: number
  readonly maxFiles?: number
}

/** `reverie diff [range | folder]`: what a change of the sources does to the prepared answers; nothing is written. */
export function addDiff(program: Command, run: RunCommand): void {
  program
    .command('diff', { hidden: true })
    .argument('[range | folder]', 'A..B, A...B, a revision (to the working tree) or a folder; without one, the folder as it is now')
    .description('which prepared answers a change withdraws, alters, contradicts or makes possible; nothing is written')
    .option('--markdown', 'as a pull-request comment')
    .option('--fail-on <what>', `exit with 1 where any occurs: ${diffFailures.join(', ')}`, readFailures)
    .option('--embed', 'embed new text, to search it by meaning too')
    .option('--limit <n>', 'print at most this many of each', readCount, 10)
    .option('--max-files <n>', 'compare at most this many changed files', readCount)
    .action((given: string | undefined, flags: DiffFlags, command: Command) => run(command, (context) => diff(context, given, flags)))
}

async function diff(context: CommandContext, given: string | undefined, flags: DiffFlags): Promise<number> {
  const { output, loaded, signal } = context
  if (output.json && flags.markdown === true) {
    throw new ReverieError('bad-argument', 'Expected --json or --markdown, found both.', { hint: 'Choose one.' })
  }
  // Opening would make one, and a comparison leaves nothing behind.
  const database = loaded.config.database ?? join(loaded.folder, '.reverie', 'reverie.db')
  if (!/^\w+:\/\//.test(database) && !existsSync(database)) {
    throw new ReverieError('not-found', `Nothing is stored of ${loaded.folder} yet, so there is nothing to compare with.`, {
      hint: 'Run `reverie sleep` first, or import a bundle.',
    })
  }
  const target = given === undefined ? {} : await targetOf(loaded.folder, given)
  await using reverie = await context.open()
  const view = await reverie.diff({
    ...target,
    signal,
    ...(flags.embed === true ? { embed: true } : {}),
    ...(flags.maxFiles === undefined ? {} : { maxFiles: flags.maxFiles }),
  })
  output.result(view, () =>
    flags.markdown === true ? [diffMarkdown(view).trimEnd()] : diffLines(view, flags.limit, output.width, output.style),
  )
  const failures = diffFailuresOf(view, flags.failOn ?? [])
  if (failures.length === 0) return 0
  output.note(`Failed on: ${failures.join(', ')}.`)
  return 1
}

/** Whether a range or a folder is meant, paths from the folder worked on. Throws `bad-argument` where it is both. */
async function targetOf(folder: string, given: string): Promise<Pick<DiffOptions, 'range' | 'folder'>> {
  if (given.trim() === '') {
    throw new ReverieError('bad-argument', 'Expected a range or a folder, found nothing between the quotes.', {
      hint: 'For example: reverie diff origin/main...HEAD',
    })
  }
  if (/^(?:\.{1,2}$|\.{1,2}[/\\]|[/\\]|[A-Za-z]:[/\\])/.test(given)) return { folder: given }
  if (given.includes('..')) return { range: given }
  if (statSync(resolve(folder, given), { throwIfNoEntry: false })?.isDirectory() !== true) return { range: given }
  if (!(await isGitRevision(folder, given))) return { folder: given }
  throw new ReverieError('bad-argument', `"${given}" is a folder and a git revision.`, {
    hint: `Write ./${given} for the folder, or ${given}..HEAD for a range.`,
  })
}

function readFailures(text: string): readonly DiffFailure[] {
  return text.split(',').map((word) => {
    const failure = diffFailures.find((known) => known === word.trim())
    if (failure === undefined) throw new InvalidArgumentError(`It takes ${diffFailures.join(', ')}, with commas between.`)
    return failure
  })
}
