import type { Span } from './code-surface.ts'
import type { DocComment } from './doc-comment.ts'
import type { DocSentence } from './doc-sentences.ts'

/** A default a comment states: its value as written, and the sentence that says so. */
export interface DocumentedDefault {
  readonly value: string
  readonly span: Span
}

/** `@default 5`, "Default `false`.", "Defaults to 30 seconds", "`"throw"` — Default." */
export function documentedDefault(comment: DocComment): DocumentedDefault | null {
  const tag = comment.tags.find((candidate) => candidate.name === 'default')
  const tagged = tag?.sentences[0]
  if (tag !== undefined && tagged !== undefined && tagged.text.length <= 120) {
    return { value: inTicks(tagged.text), span: { start: tagged.start, end: tag.sentences.at(-1)?.end ?? tagged.end } }
  }
  const internal = comment.tags
    .filter((candidate) => candidate.name === 'internal' || candidate.name === 'note')
    .flatMap((candidate) => candidate.sentences)
  for (const sentence of [...comment.body, ...internal]) {
    const value = defaultIn(sentence)
    if (value !== null) return { value, span: { start: sentence.start, end: sentence.end } }
  }
  return null
}

const value =
  '(`[^`]+`|"[^"]*"|\'[^\']*\'|-?\\d[\\d_.,]*(?:\\s?(?:ms|s|seconds?|minutes?|hours?|days?|bytes|[KMGT]i?B|%))?|true|false|nil|None|null|undefined|True|False|[A-Z][A-Z0-9_]{2,})'
const statedValue: readonly RegExp[] = [
  new RegExp(`\\b[Dd]efaults?(?:\\s+(?:value|setting))?(?:\\s+(?:is|to|of|are)\\b|\\s*[:=])\\s*(?:the\\s+)?${value}`),
  new RegExp(`(?:^|[(.;,]\\s*)[Dd]efault\\s+${value}`),
  new RegExp(`\\b(?:[Bb]y default|is|are)\\s+${value}\\s+by default`),
  new RegExp(`\\b[Bb]y default,?\\s+(?:it\\s+is|this\\s+is|is)\\s+${value}`),
]

/** The default a sentence states, or null. */
export function defaultIn(sentence: DocSentence): string | null {
  const { text } = sentence
  if (!/default/i.test(text)) return null
  const listed = /^[-*]\s*(`[^`]+`)\s*(?:[-—–:(]\s*)+default\b/i.exec(text)
  if (listed?.[1] !== undefined) return listed[1]
  for (const pattern of statedValue) {
    const found = pattern.exec(text)?.[1]
    if (found !== undefined) return inTicks(found.replace(/[.,]$/, ''))
  }
  const worded = /(?:^|[.(]\s*|\s)(?:Defaults? to|Default:|Default value:)\s+([^.;()]{3,80}?)(?=[.;)]|$)/i.exec(text)?.[1]?.trim()
  return worded === undefined ? null : /^[\w-]+$/.test(worded) ? inTicks(worded) : worded
}

function inTicks(value: string): string {
  const bare = value
    .trim()
    .replace(/^`([^`]*)`\.?$/, '$1')
    .replace(/\.$/, '')
  return /\s/.test(bare) && !/^["'[{]/.test(bare) ? bare : `\`${bare}\``
}
