import type { LanguageModelV4Prompt } from '@ai-sdk/provider'
import { z } from 'zod'
import { fenced, fenceRule } from '../../ledger/fence.ts'

export interface AdaptPromptInput {
  readonly question: string
  readonly preparedFor: string
  readonly answer: string
  /** The quotations the prepared answer rests on, numbered from 1. */
  readonly quotes: readonly { readonly text: string; readonly place: string }[]
}

export const adaptedSchema = z.object({
  change: z.string().describe('What you left out or changed of the prepared answer, at most 15 words; "" where it cannot be adapted.'),
  sentences: z
    .array(z.object({ text: z.string(), cites: z.array(z.number().int()).describe('Numbers of the quotes that state all of it.') }))
    .describe('The adapted answer; empty where the quotes do not state the answer to the question asked.'),
})

const system = [
  'An answer was prepared for one question. Somebody asks a question near to it. Edit the prepared answer so that it answers exactly the question asked, from the numbered quotes and from nothing else.',
  fenceRule(),
  'You may leave sentences out, cut them, put them in another order, and reword as little as needed to keep what is left readable. You may not add a fact, a number, a name, a condition or a reason that the cited quotes do not state, and not draw conclusions from them.',
  'Each sentence cites the quotes that state all of it. Keep numbers, names, commands, negations and conditions exactly as the quotes have them; put code in `backticks`.',
  'If the quotes state it only for another name, number, version, option, direction or role than asked, if they answer a part of the question only, or if you would have to guess, give no sentences. A wrong adaptation is far worse than none.',
].join('\n')

/** The prompt that edits a prepared answer into the answer to a question near to it. */
export function buildAdaptPrompt({ question, preparedFor, answer, quotes }: AdaptPromptInput, fence: string): LanguageModelV4Prompt {
  const user = [
    fenced(fence, 'question asked', question),
    fenced(fence, 'question prepared for', preparedFor),
    fenced(fence, 'prepared answer', answer),
    ...quotes.map(({ text, place }, index) => fenced(fence, `quote ${index + 1}`, place === '' ? text : `(${place})\n${text}`)),
    'Edit the answer.',
  ]
  return [
    { role: 'system', content: system },
    { role: 'user', content: [{ type: 'text', text: user.join('\n\n') }] },
  ]
}
