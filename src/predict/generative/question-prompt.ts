import type { LanguageModelV4Prompt } from '@ai-sdk/provider'
import { fenced, fenceRule } from '../../ledger/fence.ts'
import { oneLine } from './one-line.ts'

export interface QuestionPromptInput {
  readonly path: string
  readonly title: string | null
  readonly claims: readonly { readonly number: number; readonly type: string; readonly text: string; readonly quote: string }[]
}

const system = [
  'You predict what people who use this project will ask about it: users, operators and developers, who have not read the document and do not know that it exists.',
  fenceRule(),
  'Write questions that the numbered claims answer in full. Each question is the way a person would type it: one sentence, self-contained, naming its subject in the words a person would know; no "this section", "the document", "the following", "it" without a name.',
  'Ask for what somebody needs: what a thing is or does, how to do something, which default or limit holds, what happens if, which value, when, why. Different needs, not one question in several wordings. A question that nobody would ask is worse than none.',
  'Give with each question the numbers of the claims that answer it, and its likelihood from 0 to 1. At most 25 questions, the likeliest first.',
].join('\n')

/** The prompt that asks a model for the questions a document's claims answer. */
export function buildQuestionPrompt({ path, title, claims }: QuestionPromptInput, fence: string): LanguageModelV4Prompt {
  const lines = claims.map(
    ({ number, type, text, quote }) => `[${number}] (${type}) ${oneLine(text)}${quote === text ? '' : ` — "${oneLine(quote)}"`}`,
  )
  const user = [
    'The document:',
    fenced(fence, 'name of the document', title === null ? path : `${path}\n${title}`),
    'What it states:',
    fenced(fence, 'claims', lines.join('\n')),
  ]
  return [
    { role: 'system', content: system },
    { role: 'user', content: [{ type: 'text', text: user.join('\n\n') }] },
  ]
}
