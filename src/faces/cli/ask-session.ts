import { createInterface } from 'node:readline/promises'
import type { AskRequest, Reverie } from '../reverie.ts'
import { answerLines } from './answer-text.ts'
import type { CommandContext } from './command-context.ts'
import { nearestNote } from './nearest-note.ts'
import { reportError } from './report-error.ts'

/** Turns handed to the next ask: enough for a follow-up to be understood. */
const turnsKept = 8
const leaving = new Set(['exit', 'quit', ':q'])

type Turn = NonNullable<AskRequest['history']>[number]

/**
 * Question after question with one load. Ctrl-C during an answer stops that answer; at the prompt it leaves with 130, and
 * Ctrl-D or `exit` with 0.
 */
export async function askSession(context: CommandContext, reverie: Reverie, request: Omit<AskRequest, 'question'>): Promise<number> {
  const { terminal, output } = context
  const { stdin: input, stdout } = terminal
  output.note('Ask away; Ctrl-D leaves.')
  // While the first question is typed; what fails here fails again, and is told, in the ask that needs it.
  reverie.warm().catch(() => {})
  const reader = createInterface({ input, output: stdout, prompt: output.style.bold('? '), terminal: true })
  const history: Turn[] = []
  let answering: AbortController | null = null
  let exitCode = 0
  let ended = false
  reader.on('close', () => {
    ended = true
  })
  reader.on('SIGINT', () => {
    if (answering !== null) return answering.abort()
    exitCode = 130
    reader.close()
  })
  const session = `cli-${terminal.clock.now().toString(36)}`
  reader.prompt()
  for await (const line of reader) {
    const question = line.trim()
    if (leaving.has(question.toLowerCase())) break
    if (question !== '') {
      answering = new AbortController()
      const turns = await answerOne(context, reverie, {
        ...request,
        question,
        session,
        history: history.slice(-turnsKept),
        signal: answering.signal,
      })
      answering = null
      history.push(...turns)
    }
    // What was typed ahead of Ctrl-D is still answered, without a prompt.
    if (!ended) reader.prompt()
  }
  reader.close()
  stdout.write('\n')
  return exitCode
}

/** Prints one answer, or why there is none; a failed ask ends the answer, not the session. */
async function answerOne(context: CommandContext, reverie: Reverie, request: AskRequest): Promise<readonly Turn[]> {
  const { terminal, output } = context
  try {
    const answer = await reverie.ask(request)
    const nearest = answer.served === 'none' ? await nearestNote(reverie, answer) : null
    if (nearest !== null) output.note(nearest)
    output.result(answer, () => [...answerLines(answer, terminal.clock.now(), output.style), ''])
    return [
      { role: 'user', text: request.question },
      { role: 'assistant', text: answer.text },
    ]
  } catch (error) {
    reportError(error, terminal, { json: false, verbose: output.verbose })
    return []
  }
}
