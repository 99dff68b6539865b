import type { LanguageModelV4Prompt } from '@ai-sdk/provider'
import { z } from 'zod'
import { fenced, fenceRule } from '../../ledger/fence.ts'

export interface PairPromptInput {
  readonly question: string
  readonly first: PairPromptAnswer
  readonly second: PairPromptAnswer
}

export interface PairPromptAnswer {
  readonly text: string
  readonly cited: readonly string[]
}

export const pairVerdictSchema = z.object({
  difference: z.string().describe('What makes one better, or "none". At most 20 words.'),
  better: z.enum(['first', 'second', 'even']),
})

const system = [
  'Two answers were given to one question, each with the text it cites. Decide which serves the person who asked better.',
  fenceRule(),
  'In this order: an answer that the text it cites does not state, or that answers another question, is worse. An answer that leaves out a part of what was asked, or a condition or exception the cited text names, is worse. Where both are right and complete, they are even: length, style, order and wording do not count.',
  'The order in which the answers are shown says nothing. "even" is the right verdict whenever the difference would not matter to the person who asked.',
].join('\n')

/** The prompt that compares two answers. */
export function buildPairJudgePrompt({ question, first, second }: PairPromptInput, fence: string): LanguageModelV4Prompt {
  const blocks = [
    fenced(fence, 'question', question),
    fenced(fence, 'first answer', first.text),
    ...first.cited.map((quote) => fenced(fence, 'cited by the first answer', quote)),
    fenced(fence, 'second answer', second.text),
    ...second.cited.map((quote) => fenced(fence, 'cited by the second answer', quote)),
    'Which is better?',
  ]
  return [
    { role: 'system', content: system },
    { role: 'user', content: [{ type: 'text', text: blocks.join('\n\n') }] },
  ]
}
