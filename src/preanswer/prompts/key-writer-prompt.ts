import type { LanguageModelV4Prompt } from '@ai-sdk/provider'
import { z } from 'zod'
import { fenced, fenceRule } from '../../ledger/fence.ts'
import { nearMissEdits } from '../../spec/skills.ts'

export interface KeyWriterInput {
  readonly question: string
  readonly answer: string
  readonly cited: readonly string[]
}

/** What a model can be asked to edit: neighbours' questions are known and need no wording. */
export const promptedEdits = nearMissEdits.filter((edit) => edit !== 'neighbour')

export const writtenKeysSchema = z.object({
  paraphrases: z.array(z.string().describe('The same question in other words.')),
  near_misses: z.array(
    z.object({
      text: z.string().describe('A question that reads alike and that the answer does not answer.'),
      edit: z.enum(promptedEdits).describe('What was changed.'),
    }),
  ),
})

const system = [
  'An answer is stored for a question. People will ask for it in other words. Write those words, and questions that only look the same.',
  fenceRule(),
  'paraphrases: six at most, each a question to which this very answer is the right and complete one. Vary them: a terse search query of a few words, a full sentence, the vocabulary of somebody who does not know the terms of the documents, the situation somebody is in. Keep every number, unit, version, name, identifier, negation, direction and condition as it is; ask for neither more nor less. Each must be understood alone.',
  'near_misses: four at most, each one small edit away from the question and answered differently or not at all by the stored answer: another number or unit, another named thing, a negation or its removal, an opposite, the direction or the roles swapped, another time, another aspect of the same thing.',
].join('\n')

/** The prompt that asks a model for further keys of a prepared answer. */
export function buildKeyWriterPrompt({ question, answer, cited }: KeyWriterInput, fence: string): LanguageModelV4Prompt {
  const user = [
    fenced(fence, 'question', question),
    fenced(fence, 'stored answer', answer),
    ...cited.map((quote) => fenced(fence, 'cited text', quote)),
    'Write both.',
  ]
  return [
    { role: 'system', content: system },
    { role: 'user', content: [{ type: 'text', text: user.join('\n\n') }] },
  ]
}
