import { text } from 'node:stream/consumers'
import { type Command, Option } from 'commander'
import type { Answer } from '../../../spec/answer.ts'
import { ReverieError } from '../../../spec/errors.ts'
import type { AskRequest, Reverie } from '../../reverie.ts'
import { answerLines } from '../answer-text.ts'
import { askSession } from '../ask-session.ts'
import type { CommandContext, RunCommand } from '../command-context.ts'
import { nearestNote } from '../nearest-note.ts'

interface AskFlags {
  readonly strict?: boolean
  readonly live?: boolean
}

/** `reverie ask [question…]`: one answer, or a session on a terminal. */
export function addAsk(program: Command, run: RunCommand): void {
  program
    .command('ask')
    .argument('[question...]', 'the question; without one, a session on a terminal, else read from stdin')
    .description('answer from what was prepared, else live, quoting path:line')
    .addOption(new Option('--strict', 'serve nothing whose surroundings changed since it was prepared'))
    .addOption(new Option('--live', 'answer live: neither look for a prepared answer nor keep this one'))
    .action((words: readonly string[], flags: AskFlags, command: Command) =>
      run(command, (context) => ask(context, words.join(' ').trim(), flags)),
    )
}

async function ask(context: CommandContext, words: string, flags: AskFlags): Promise<number> {
  const { terminal, output } = context
  const onTerminal = terminal.stdin.isTTY === true
  const request: Omit<AskRequest, 'question'> = {
    ...(flags.strict === true ? { freshness: 'strict' } : {}),
    ...(flags.live === true ? { mode: 'live' } : {}),
  }
  if (words === '' && onTerminal && !output.json) {
    await using reverie = await context.open()
    // Awaited, here and below: the library closes as this function returns.
    return await askSession(context, reverie, request)
  }
  const question = words !== '' ? words : onTerminal ? '' : (await text(terminal.stdin)).trim()
  if (question === '') {
    throw new ReverieError('bad-argument', 'There is no question.', {
      hint: 'Write it after ask, in quotes: reverie ask "…", or pipe it in.',
    })
  }
  await using reverie = await context.open()
  return await showAnswer(context, reverie, await reverie.ask({ ...request, question, signal: context.signal }))
}

async function showAnswer(context: CommandContext, reverie: Reverie, answer: Answer): Promise<number> {
  const { terminal, output } = context
  const nearest = answer.served === 'none' && !output.json ? await nearestNote(reverie, answer) : null
  if (nearest !== null) output.note(nearest)
  output.result(answer, () => answerLines(answer, terminal.clock.now(), output.style))
  return answer.served === 'none' ? 3 : 0
}
