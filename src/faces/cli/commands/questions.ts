import { type Command, Option } from 'commander'
import type { QuestionState } from '../../reverie.ts'
import type { CommandContext, RunCommand } from '../command-context.ts'
import { readCount } from '../global-options.ts'
import { printableLine } from '../printable.ts'
import { questionLines, questionStates } from '../questions-text.ts'
import { addReview } from './questions-review.ts'

interface ListFlags {
  readonly state?: QuestionState
  readonly match?: string
  readonly limit: number
}

/** `reverie questions`: the predicted and asked questions by state; `pin`, `unpin` and `drop` change one, a person's answers are under `approve`, `edit` and `review`. */
export function addQuestions(program: Command, run: RunCommand): void {
  const questions = program
    .command('questions', { hidden: true })
    .description('the questions prepared for, by state; pin, drop, approve or edit one')
    .addOption(new Option('--state <state>', 'only questions in this state').choices(questionStates))
    .option('--match <text>', 'only questions that hold this text')
    .option('--limit <n>', 'at most this many', readCount, 50)
    .action((flags: ListFlags, command: Command) => run(command, (context) => list(context, flags)))
  questions
    .command('pin')
    .argument('<question...>', 'a question to keep prepared, in your words')
    .description('always keep an answer to this question prepared')
    .action((words: readonly string[], _flags: object, command: Command) => run(command, (context) => change(context, 'pin', words)))
  questions
    .command('unpin')
    .argument('<question...>', 'its id or its words')
    .description('treat it as any other question again')
    .action((words: readonly string[], _flags: object, command: Command) => run(command, (context) => change(context, 'unpin', words)))
  questions
    .command('drop')
    .argument('<question...>', 'its id or its words')
    .description('prepare no answer to this question')
    .action((words: readonly string[], _flags: object, command: Command) => run(command, (context) => change(context, 'drop', words)))
  addReview(questions, run)
}

async function list(context: CommandContext, flags: ListFlags): Promise<number> {
  const { output, signal } = context
  await using reverie = await context.open()
  const { state, match, limit } = flags
  // One more than is shown tells whether there are more.
  const found = await reverie.questions.list({
    signal,
    limit: limit + 1,
    ...(state === undefined ? {} : { state }),
    ...(match === undefined ? {} : { match }),
  })
  const shown = found.slice(0, limit)
  output.result({ questions: shown, more: found.length > limit }, () => questionLines(shown, output.width, output.style))
  if (found.length > limit) output.note(`There are more: --limit ${limit * 4}, --state or --match.`)
  return shown.length === 0 ? 3 : 0
}

async function change(context: CommandContext, action: 'pin' | 'unpin' | 'drop', words: readonly string[]): Promise<number> {
  const { output, signal } = context
  await using reverie = await context.open()
  const view = await reverie.questions[action](words.join(' '), { signal })
  output.result(view, () => [`${printableLine(view.text)}: ${view.state}${view.pinned ? ', pinned' : ''}`])
  return 0
}
