import type { Command } from 'commander'
import { ReverieError } from '../../../spec/errors.ts'
import type { ForgetTarget } from '../../reverie.ts'
import type { CommandContext, RunCommand } from '../command-context.ts'
import { confirmed } from '../confirmed.ts'
import { formatCounts } from '../format-counts.ts'
import { printableLine } from '../printable.ts'

interface ForgetFlags {
  readonly question?: string
  readonly everything?: boolean
  readonly yes?: boolean
  readonly undo?: boolean
}

/** `reverie forget <path>`: erase a document, a folder, a question or a scope with all that was made of it, or let it back in. */
export function addForget(program: Command, run: RunCommand): void {
  program
    .command('forget', { hidden: true })
    .argument('[path]', 'a document or folder, as citations name it, or a pattern such as "drafts/**/*.md"')
    .description('erase documents, a question or a whole scope, with all that was made of it')
    .option('--question <text>', 'erase a question, its answer and the asks of it')
    .option('--everything', 'erase the whole scope')
    .option('--undo', 'let back in what was forgotten: it is read and prepared anew')
    .option('--yes', 'do not ask first')
    .action((path: string | undefined, flags: ForgetFlags, command: Command) => run(command, (context) => forget(context, path, flags)))
}

async function forget(context: CommandContext, path: string | undefined, flags: ForgetFlags): Promise<number> {
  const { output, signal, loaded } = context
  const target = targetOf(path, flags, loaded.config.scope ?? 'default')
  const words = describe(target)
  if (flags.undo === true) return undo(context, target, words)
  if (flags.yes !== true && !(await confirmed(context, `Erase ${words} and all that was made of it?`))) {
    output.note('Nothing was erased.')
    return 1
  }
  await using reverie = await context.open()
  const receipt = await reverie.forget(target, { signal })
  const erased = formatCounts(receipt.erased)
  output.result(receipt, () => [
    erased === '' ? `Nothing of ${words} was kept.` : `Erased ${words}: ${erased}.`,
    ...(receipt.pending
      ? ['Pending: its words may stand in the database file until no other process reads it; the next sleep or status cleans it.']
      : []),
  ])
  return erased === '' ? 3 : 0
}

async function undo(context: CommandContext, target: ForgetTarget, words: string): Promise<number> {
  const { output, signal } = context
  if ('scope' in target) throw new ReverieError('bad-argument', 'A scope that was erased keeps nothing out: there is nothing to undo.')
  await using reverie = await context.open()
  const receipt = await reverie.undoForget(target, { signal })
  output.result(receipt, () => [`${words} may come back: the next sync reads it and the next sleep prepares it.`])
  return 0
}

function targetOf(path: string | undefined, flags: ForgetFlags, scope: string): ForgetTarget {
  const given = [path !== undefined, flags.question !== undefined, flags.everything === true].filter(Boolean).length
  if (given !== 1) {
    const found = given === 0 ? 'nothing is named' : 'more than one is named'
    throw new ReverieError('bad-argument', `forget takes one of a path, --question or --everything, and ${found}.`, {
      hint: 'For example: reverie forget docs/old.md',
    })
  }
  if (path !== undefined) return { path }
  return flags.question !== undefined ? { question: flags.question } : { scope }
}

function describe(target: ForgetTarget): string {
  if ('path' in target) return printableLine(target.path)
  if ('pattern' in target) return `everything that matches ${printableLine(target.pattern)}`
  return 'question' in target ? `the question "${printableLine(target.question)}"` : `the whole scope "${printableLine(target.scope)}"`
}
