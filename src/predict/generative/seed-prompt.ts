import type { LanguageModelV4Prompt } from '@ai-sdk/provider'
import type { GroupPromptInput } from '../../distil/generative/distil-prompt.ts'
import { fenced, fenceRule } from '../../ledger/fence.ts'
import { oneLine } from './one-line.ts'

/** What a question over a summary begins from; a model is asked for each of them. */
export const seedKinds = ['structure', 'summary', 'aggregation', 'lookup', 'use case', 'creative'] as const

export type SeedKind = (typeof seedKinds)[number]

/** A summary as a model may see it. */
export interface SeedPromptInput extends GroupPromptInput {
  readonly headline: string | null
}

const kinds: Readonly<Record<SeedKind, string>> = {
  structure: 'what belongs to what, which part does or holds something, how the parts work together',
  summary: 'what the whole or a part of it is and is for, in short',
  aggregation: 'what several files state together: all of a kind, a comparison, what holds everywhere, which of them differ',
  lookup: 'one fact, value, name, default, limit or condition',
  'use case': 'a task: "How do I …", from start to end, also where its steps stand in several files',
  creative: 'what somebody with an unusual aim or a problem of their own would ask that the claims still answer',
}

const system = [
  'You predict what people who use this project will ask about it: users, operators and developers, who have not read its documents and do not know that they exist.',
  fenceRule(),
  'You are given a summary: a part of the project, what its files are, and numbered claims that they state.',
  `Write questions of six kinds:\n${seedKinds.map((kind) => `- ${kind}: ${kinds[kind]}`).join('\n')}`,
  'Each question is the way a person would type it: one sentence, self-contained, naming its subject in the words a person would know; no "this section", "the document", "the summary", "it" without a name.',
  'Only questions that the numbered claims answer in full: give the numbers of all claims the answer needs, from every file it needs. A question that nobody would ask is worse than none; a kind for which there is no good question stays empty.',
  'At most 4 questions of each kind, the likeliest first, each with its likelihood from 0 to 1. At least a third of them should need claims of several files, where there are several.',
].join('\n')

/** The prompt that asks a model for questions of six kinds over a summary. */
export function buildSeedPrompt({ label, headline, children }: SeedPromptInput, fence: string): LanguageModelV4Prompt {
  const parts = children.map(({ label: name, headline: line, claims }) =>
    [
      `## ${oneLine(name)}`,
      line === null ? '' : oneLine(line),
      ...claims.map(({ number, type, text }) => `[${number}] (${type}) ${oneLine(text)}`),
    ]
      .filter((piece) => piece !== '')
      .join('\n'),
  )
  const user = [
    'The part of the project:',
    fenced(fence, 'name of the part', headline === null ? label : `${label}\n${headline}`),
    'Its files and what they state:',
    fenced(fence, 'claims', parts.join('\n\n')),
  ]
  return [
    { role: 'system', content: system },
    { role: 'user', content: [{ type: 'text', text: user.join('\n\n') }] },
  ]
}
