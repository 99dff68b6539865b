import { codeTokens } from './code-tokens.ts'
import { inOrder, type LayoutToken, type TokenStream } from './layout-token.ts'
import type { PassageText } from './passage-text.ts'

/** What is left of a passage without its layout; null where its layout is not known well enough. */
export function layoutTokens({ kind, text, language }: Pick<PassageText, 'kind' | 'text' | 'language'>): TokenStream | null {
  switch (kind) {
    case 'prose':
      return inOrder([...text.matchAll(/\S+/g)].map((match) => token(match, plainWord(match[0]))))
    case 'list':
      // What stands in a fence or is indented as code has white space of its own.
      return /^\s*(?:```|~~~)|^ {8}/m.test(text) ? null : inOrder(listTokens(text))
    case 'table':
      return inOrder(tableTokens(text))
    case 'code':
    case 'definition':
      return codeTokens(text, language)
    default:
      return null
  }
}

function token(match: RegExpMatchArray, key: string, offset = 0): LayoutToken {
  const start = offset + (match.index ?? 0)
  return { key, start, end: start + match[0].length }
}

/** Emphasis by stars or underscores, quotation marks straight or curled, reads the same. */
function plainWord(word: string): string {
  if (word.includes('`')) return word
  return word
    .replace(/[“”]/g, '"')
    .replace(/[‘’]/g, "'")
    .replace(/^(["'(]*)(_{1,3})(?=[^_])/, (_, lead: string, marks: string) => lead + '*'.repeat(marks.length))
    .replace(/(?<=[^_])(_{1,3})(["'),.;:!?]*)$/, (_, marks: string, tail: string) => '*'.repeat(marks.length) + tail)
}

/** Items by their depth; bullets are alike, numbers are not; text runs on over the ends of lines. */
function listTokens(text: string): readonly LayoutToken[] {
  const tokens: LayoutToken[] = []
  const depths: number[] = []
  for (const line of text.matchAll(/[^\r\n]+/g)) {
    const marker = /^([ \t]*)([-*+]|\d{1,9}[.)])(?=\s)/.exec(line[0])
    let from = 0
    if (marker !== null) {
      const [whole, blank = '', mark = ''] = marker
      while ((depths.at(-1) ?? -1) > blank.length) depths.pop()
      if ((depths.at(-1) ?? -1) < blank.length) depths.push(blank.length)
      const start = line.index + blank.length
      tokens.push({ key: `${depths.length} ${/\d/.test(mark) ? mark.slice(0, -1) : '-'}`, start, end: start + mark.length })
      from = whole.length
    }
    for (const word of line[0].slice(from).matchAll(/\S+/g)) tokens.push(token(word, plainWord(word[0]), line.index + from))
  }
  return tokens
}

/** Cells by their words; padding and the length of rules are layout. */
function tableTokens(text: string): readonly LayoutToken[] {
  const tokens: LayoutToken[] = []
  for (const line of text.matchAll(/[^\r\n]+/g)) {
    if (line[0].trim() === '') continue
    tokens.push({ key: '\n', start: line.index, end: line.index })
    const isRule = /^[\s|:-]*$/.test(line[0]) && line[0].includes('-')
    for (const piece of line[0].matchAll(/(?:\\.|[^\s|\\])+|\||\\/g)) {
      tokens.push(token(piece, isRule ? piece[0].replace(/^:?-+:?$/, '-') : piece[0], line.index))
    }
  }
  return tokens
}
