import type { LanguageModelV4CallOptions, LanguageModelV4Prompt } from '@ai-sdk/provider'

/** How much may be written before the answer. Tokens are the most a call may write, thought included. */
export interface Level {
  readonly name: string
  readonly wish: string
  readonly maxOutputTokens: number
  /** What it is expected to write, for the estimate. */
  readonly expectedTokens: number
  /** Sent with the call. */
  readonly settings?: Pick<LanguageModelV4CallOptions, 'providerOptions'>
}

/** Levels of verbosity, as the paper scales test-time compute where a model has no reasoning setting. */
export const verbosityLevels: readonly Level[] = [
  { name: 'answer only', wish: 'Write the final number and nothing else.', maxOutputTokens: 600, expectedTokens: 12 },
  { name: 'one line', wish: 'Write one short line of arithmetic, then the answer.', maxOutputTokens: 800, expectedTokens: 45 },
  { name: 'brief', wish: 'Give the few steps that are needed, shortly, then the answer.', maxOutputTokens: 1_000, expectedTokens: 100 },
  { name: 'step by step', wish: 'Reason step by step, then give the answer.', maxOutputTokens: 1_500, expectedTokens: 200 },
  {
    name: 'checked',
    wish: 'Reason step by step, check the result in a second way, correct it where they differ, then give the answer.',
    maxOutputTokens: 2_500,
    expectedTokens: 380,
  },
]

/** Levels of reasoning effort, as the paper scales reasoning models; what is thought counts as written. */
export const effortLevels: readonly Level[] = (
  [
    ['minimal', 1_000, 60],
    ['low', 2_000, 200],
    ['medium', 4_000, 450],
    ['high', 8_000, 900],
  ] as const
).map(([effort, maxOutputTokens, expectedTokens]) => ({
  name: `effort ${effort}`,
  wish: 'Write one short line of arithmetic, then the answer.',
  maxOutputTokens,
  expectedTokens,
  settings: { providerOptions: { openai: { reasoningEffort: effort, reasoningSummary: null } } },
}))

/** What the sleeping pass may write of one context. */
export const sleepLevel = { maxOutputTokens: 3_000, expectedTokens: 450 } as const

const sleepSystem = [
  'You read a situation before anybody has asked about it, and prepare for the questions that will come.',
  'Restate every fact and number, so that the situation itself is not needed any more. Then work out what follows: totals, differences, shares, rates and values of each thing at each step, with the arithmetic.',
  'Cover what somebody is likely to ask. Assume nothing that is not stated.',
].join('\n')

/** The prompt of the sleeping pass: the context alone, no question (Lin et al., "Sleep-time Compute", arXiv 2504.13171, §3). */
export function sleepPrompt(context: string): LanguageModelV4Prompt {
  return prompt(sleepSystem, `The situation:\n\n${context}`)
}

/** The prompt at test time, over the raw context or over what the sleeping pass made of it. */
export function testPrompt(known: string, question: string, level: Level): LanguageModelV4Prompt {
  const system = `You answer a question about a situation. ${level.wish} End with a line "Answer: " and the number.`
  return prompt(system, `What is known:\n\n${known}\n\nThe question: ${question}`)
}

function prompt(system: string, user: string): LanguageModelV4Prompt {
  return [
    { role: 'system', content: system },
    { role: 'user', content: [{ type: 'text', text: user }] },
  ]
}
