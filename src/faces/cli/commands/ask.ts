import { text } from 'node:stream/consumers'
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Answer } from '../../../spec/answer.ts'
import { ReverieError } from '../../../spec/errors.ts'
import { defaultMaxWrongHits, maxWrongHitsOf } from '../../max-wrong-hits.ts'
import type { AskRequest, Reverie } from '../../reverie.ts'
import { answerLines } from '../answer-text.ts'
import { askSession } from '../ask-session.ts'
import type { CommandContext, RunCommand } from '../command-context.ts'
import { nearestNote } from '../nearest-note.ts'

interface AskFlags {
  readonly strict?: boolean
  readonly live?: boolean
  readonly maxWrongHits?: number
}

/** `reverie ask [question…]`: one answer, or a session on a terminal. */
export function addAsk(program: Command, run: RunCommand): void {
  program
    .command('ask')
    .argument('[question...]', 'the question; without one, a session on a terminal, else read from stdin')
    .description('answer from what was prepared, else live, quoting path:line')
    .addOption(new Option('--strict', 'serve nothing whose surroundings changed since it was prepared'))
    .addOption(new Option('--live', 'answer live: neither look for a prepared answer nor keep this one'))
    .addOption(
      new Option('--max-wrong-hits <share>', 'serve a prepared answer only where fewer are wrong: 0.005 or 0.5%').argParser(readShare),
    )
    .addHelpText(
      'after',
      [
        '',
        'Examples:',
        '  reverie ask "which port is used by default?"',
        '  reverie ask --max-wrong-hits 0.002 "how long may a job run?"',
      ].join('\n'),
    )
    .action((words: readonly string[], flags: AskFlags, command: Command) =>
      run(command, (context) => ask(context, words.join(' ').trim(), flags)),
    )
}

async function ask(context: CommandContext, words: string, flags: AskFlags): Promise<number> {
  const { terminal, output } = context
  const onTerminal = terminal.stdin.isTTY === true
  const maxWrongHits =
    flags.maxWrongHits === undefined
      ? undefined
      : maxWrongHitsOf(flags.maxWrongHits, context.loaded.config.maxWrongHits ?? defaultMaxWrongHits, '--max-wrong-hits')
  const request: Omit<AskRequest, 'question'> = {
    ...(flags.strict === true ? { freshness: 'strict' } : {}),
    ...(flags.live === true ? { mode: 'live' } : {}),
    ...(maxWrongHits === undefined ? {} : { maxWrongHits }),
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

/** A share as a person types it: `0.005`, `.005`, `0.5%`. */
function readShare(text: string): number {
  const [, number = '', percent] = /^\s*(\d+(?:\.\d+)?|\.\d+)\s*(%)?\s*$/.exec(text) ?? []
  if (number === '') throw new InvalidArgumentError('It must be a share such as 0.005, or 0.5%.')
  return percent === undefined ? Number(number) : Number((Number(number) / 100).toPrecision(12))
}
