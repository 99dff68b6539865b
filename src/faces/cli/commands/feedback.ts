import type { Command } from 'commander'
import { ReverieError } from '../../../spec/errors.ts'
import type { FeedbackRequest } from '../../reverie.ts'
import type { CommandContext, RunCommand } from '../command-context.ts'
import { feedbackLines } from '../feedback-text.ts'

interface FeedbackFlags {
  readonly note?: string
}

/** `reverie feedback <ask> right|wrong`: what somebody says of an answer they were given. */
export function addFeedback(program: Command, run: RunCommand): void {
  program
    .command('feedback', { hidden: true })
    .argument('<ask>', 'id of an ask, as it stands at the end of its answer; its first characters are enough')
    .argument('<verdict>', 'right or wrong')
    .description('say that an answer was right or wrong: a wrong one is never served to that question again')
    .option('--note <text>', 'why, in words; kept with the ask')
    .action((ask: string, verdict: string, flags: FeedbackFlags, command: Command) =>
      run(command, (context) => feedback(context, { ask, verdict: verdictOf(verdict), ...flags })),
    )
}

async function feedback(context: CommandContext, request: FeedbackRequest): Promise<number> {
  const { output, signal } = context
  await using reverie = await context.open()
  const receipt = await reverie.feedback(request, { signal })
  output.result(receipt, () => feedbackLines(receipt, output.width))
  return 0
}

function verdictOf(word: string): FeedbackRequest['verdict'] {
  if (word === 'right' || word === 'wrong') return word
  throw new ReverieError('bad-argument', `A verdict is right or wrong, found "${word}".`, {
    hint: 'For example: reverie feedback k3x9Qm2Z wrong',
  })
}
