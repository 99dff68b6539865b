import type { LanguageModelV4Prompt } from '@ai-sdk/provider'
import { z } from 'zod'
import { fenced, fenceRule } from '../../ledger/fence.ts'

export interface MatchVerifierInput {
  readonly question: string
  readonly preparedFor: string
  readonly answer: string
  readonly cited: readonly string[]
}

export const matchVerdictSchema = z.object({
  difference: z.string().describe('The one difference that matters between the questions, or "none". At most 20 words.'),
  verdict: z.enum(['same', 'different', 'unsure']),
})

const system = [
  'An answer was prepared for one question. Somebody now asks a question that reads alike. Decide whether the prepared answer is the right and complete answer to the question asked.',
  fenceRule(),
  'Look first for what differs: a number, unit or version; a negation or opposite (enable and disable, before and after, minimum and maximum); a named thing, option, command or identifier; direction or role (from and to, client and server, who does what to whom); what is asked for (how, why, when, which, how many, whether); a condition or a time.',
  'same: whoever asked would get exactly what they need, and the cited text states it for the thing they asked about. different: any difference that could change the answer, or a part of the question left unanswered. unsure: you cannot decide. A wrong "same" is far worse than a wrong "different".',
].join('\n')

/** The prompt that judges whether a prepared answer also answers another question. */
export function buildMatchVerifierPrompt(
  { question, preparedFor, answer, cited }: MatchVerifierInput,
  fence: string,
): LanguageModelV4Prompt {
  const user = [
    fenced(fence, 'question asked', question),
    fenced(fence, 'question prepared for', preparedFor),
    fenced(fence, 'prepared answer', answer),
    ...cited.map((quote) => fenced(fence, 'cited text', quote)),
    'Decide.',
  ]
  return [
    { role: 'system', content: system },
    { role: 'user', content: [{ type: 'text', text: user.join('\n\n') }] },
  ]
}
