import type { LanguageModelV4Prompt } from '@ai-sdk/provider'
import { z } from 'zod'
import { fenced, fenceRule } from '../../ledger/fence.ts'

/** A sentence to judge with the text it cites. */
export interface JudgedSentence {
  readonly text: string
  readonly cited: readonly { readonly quote: string; readonly context: string }[]
}

export interface AnswerVerifierInput {
  readonly question: string
  readonly sentences: readonly JudgedSentence[]
}

export const answerVerdictSchema = z.object({
  sentences: z.array(
    z.object({
      number: z.number().int(),
      verdict: z.enum(['supported', 'unsupported', 'unsure']),
      reason: z.string().describe('At most 15 words.'),
    }),
  ),
  answers: z.enum(['yes', 'no', 'unsure']).describe('Whether the sentences together answer exactly the question asked.'),
})

const system = [
  'You check an answer, sentence by sentence, against the text each sentence cites. You do not know anything else about the subject.',
  fenceRule(),
  'supported: the cited text states everything the sentence states; different words for the same are fine. unsupported: the cited text contradicts it, or does not state some part of it: a number, unit, name, condition, negation, direction, date, or a "must", "only", "always", "default". unsure: you cannot decide.',
  'The context shows where the cited text stands, to tell what it is about (which product, version, option); it must not lend the sentence a statement that the cited text lacks.',
  '"answers" is yes only if the sentences answer what was asked: the same subject, attribute, direction and conditions. An answer to a similar question is no.',
  'Judge every sentence, by its number.',
].join('\n')

/** The prompt that judges each sentence of an answer against its citation. */
export function buildAnswerVerifierPrompt({ question, sentences }: AnswerVerifierInput, fence: string): LanguageModelV4Prompt {
  const blocks = sentences.flatMap(({ text, cited }, index) => [
    fenced(fence, `sentence ${index + 1}`, text),
    ...cited.flatMap(({ quote, context }) => [
      fenced(fence, `cited by sentence ${index + 1}`, quote),
      ...(context === '' ? [] : [fenced(fence, `context of that citation`, context)]),
    ]),
  ])
  return [
    { role: 'system', content: system },
    {
      role: 'user',
      content: [{ type: 'text', text: [fenced(fence, 'question', question), ...blocks, 'Judge the sentences.'].join('\n\n') }],
    },
  ]
}
