import type { LanguageModelV4Prompt } from '@ai-sdk/provider'
import { fenced, fenceRule } from '../../ledger/fence.ts'
import { claimTypes } from '../../spec/claim.ts'
import type { DistilWindow } from './distil-windows.ts'

export interface DistilPromptInput {
  readonly path: string
  readonly title: string | null
  readonly window: DistilWindow
}

const documentSystem = [
  'You take down what a document states, for people who will ask about it later.',
  fenceRule(),
  'Return claims: atomic statements that a reader of this document may need, each of them readable without the document (name the subject, no "it", no "this section").',
  `Give each its type: ${claimTypes.join(', ')}. "code" is an exit or error code; use "other" when none fits.`,
  'State values, names, commands, limits, defaults, conditions, negations and dates exactly as written. Do not add what you know from elsewhere, and do not guess.',
  'Prove each claim by the shortest spans that state it, copied character by character, with the number of their passage. A claim you cannot prove by a copy is left out.',
  'Put a stated value (a number, name, path, command) into "value" exactly as written, else null. Take at most 40 claims, the most needed ones; leave out trivia, navigation, licence text and boilerplate.',
].join('\n')

/** The prompt that distils one window of a document. */
export function buildDistilPrompt({ path, title, window }: DistilPromptInput, fence: string): LanguageModelV4Prompt {
  const part = window.of > 1 ? `part ${window.part} of ${window.of}` : 'whole'
  const passages = window.pieces.map(({ number, place, kind, text }) => {
    return fenced(fence, `passage ${number} (${kind})`, place.length === 0 ? text : `[under: ${place.join(' › ')}]\n${text}`)
  })
  const about = fenced(fence, 'name of the document', title === null ? path : `${path}\n${title}`)
  return prompt(documentSystem, [`The document (${part}):`, about, ...passages].join('\n\n'))
}

export interface GroupPromptInput {
  readonly level: 'module' | 'topic'
  readonly label: string
  readonly children: readonly {
    readonly label: string
    readonly headline: string | null
    readonly claims: readonly { readonly number: number; readonly type: string; readonly text: string }[]
  }[]
}

const groupSystem = [
  'You choose, from what is known about the parts of a folder or topic, what somebody who asks about the whole needs to know.',
  fenceRule(),
  'Write one headline from what is given alone. Return the numbers of at most 30 claims, the most needed first: what it is, how it is used, its defaults, limits, requirements and warnings, across all parts; leave out repetition.',
].join('\n')

/** The prompt that distils a folder or a topic from its children. */
export function buildGroupPrompt({ level, label, children }: GroupPromptInput, fence: string): LanguageModelV4Prompt {
  const parts = children.map((child) => {
    const lines = child.claims.map(({ number, type, text }) => `[${number}] (${type}) ${text.replace(/\s+/g, ' ')}`)
    return fenced(fence, 'part', [child.label, ...(child.headline === null ? [] : [child.headline]), ...lines].join('\n'))
  })
  return prompt(
    groupSystem,
    [`The ${level === 'module' ? 'folder' : 'topic'}:`, fenced(fence, 'name', label), 'Its parts:', ...parts].join('\n\n'),
  )
}

function prompt(system: string, user: string): LanguageModelV4Prompt {
  return [
    { role: 'system', content: system },
    { role: 'user', content: [{ type: 'text', text: user }] },
  ]
}
