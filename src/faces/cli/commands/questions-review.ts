import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { ReverieError } from '../../../spec/errors.ts'
import type { CommandContext, RunCommand } from '../command-context.ts'
import { editText } from '../edit-text.ts'
import { readCount } from '../global-options.ts'
import { approvedLines, reviewLines, unapprovedLines } from '../review-text.ts'

interface EditFlags {
  readonly text?: string
  readonly file?: string
  readonly cite?: readonly string[]
}

/** `reverie questions approve`, `edit`, `unapprove` and `review`: people's answers. */
export function addReview(questions: Command, run: RunCommand): void {
  questions
    .command('approve')
    .argument('<question...>', 'its id or its words')
    .description('make the prepared answer yours: nothing generated takes its place while its sources stand')
    .action((words: readonly string[], _flags: object, command: Command) => run(command, (context) => approve(context, words)))
  questions
    .command('edit')
    .argument('<question...>', 'its id or its words; a new question is added')
    .description('answer it in your words, with citations; without --text or --file in your editor ($EDITOR)')
    .option('--text <answer>', 'the answer')
    .option('--file <path>', 'a file that holds the answer')
    .option('--cite <path:line...>', 'where it stands, as docs/retries.md:12 or docs/retries.md:12-14')
    .action((words: readonly string[], flags: EditFlags, command: Command) => run(command, (context) => edit(context, words, flags)))
  questions
    .command('unapprove')
    .argument('<question...>', 'its id or its words')
    .description('take the approval back; what a person wrote is removed')
    .action((words: readonly string[], _flags: object, command: Command) => run(command, (context) => unapprove(context, words)))
  questions
    .command('review')
    .description('approved answers whose source changed, and what waits for approval')
    .option('--limit <n>', 'at most this many', readCount, 50)
    .action((flags: { readonly limit: number }, command: Command) => run(command, (context) => review(context, flags.limit)))
}

async function approve({ output, signal, open }: CommandContext, words: readonly string[]): Promise<number> {
  await using reverie = await open()
  const view = await reverie.questions.approve(words.join(' '), { signal })
  output.result(view, () => approvedLines(view, output.style))
  return 0
}

async function edit(context: CommandContext, words: readonly string[], { text, file, cite }: EditFlags): Promise<number> {
  const { output, signal, terminal } = context
  if (text !== undefined && file !== undefined)
    throw new ReverieError('bad-argument', 'Both --text and --file were given.', { hint: 'Give one of them.' })
  await using reverie = await context.open()
  const question = words.join(' ')
  const given = text ?? (file === undefined ? null : await readAnswer(resolve(terminal.cwd, file)))
  const answer = given ?? (await editText(terminal, await currentAnswer(reverie, question)))
  const view = await reverie.questions.edit(question, { text: answer, ...(cite === undefined ? {} : { cite }) }, { signal })
  output.result(view, () => approvedLines(view, output.style))
  return 0
}

async function readAnswer(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new ReverieError('bad-argument', `The file "${path}" cannot be read.`, { cause, hint: 'Name a text file that holds the answer.' })
  }
}

/** What is prepared for the question, to begin from. */
async function currentAnswer(reverie: Awaited<ReturnType<CommandContext['open']>>, question: string): Promise<string> {
  const waiting = (await reverie.questions.review()).find(
    ({ id, text }) => text === question || (question.length >= 4 && id.startsWith(question)),
  )
  if (waiting !== undefined) return waiting.approved?.text ?? waiting.draft?.text ?? ''
  const known = await reverie.questions.list({ limit: 1_000 })
  return known.find(({ id, text }) => text === question || (question.length >= 4 && id.startsWith(question)))?.answer ?? ''
}

async function unapprove({ output, signal, open }: CommandContext, words: readonly string[]): Promise<number> {
  await using reverie = await open()
  const view = await reverie.questions.unapprove(words.join(' '), { signal })
  output.result(view, () => unapprovedLines(view))
  return 0
}

async function review({ output, signal, open }: CommandContext, limit: number): Promise<number> {
  await using reverie = await open()
  const items = await reverie.questions.review({ limit, signal })
  const unlisted = await reverie.questions.unlisted({ signal })
  output.result({ review: items, unlisted }, () => reviewLines(items, unlisted, output.style))
  return items.length === 0 ? 3 : 0
}
