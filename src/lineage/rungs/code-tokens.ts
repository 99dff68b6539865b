import { importSpans } from './import-spans.ts'
import type { LayoutToken, TokenStream } from './layout-token.ts'

/** Line ends and indentation mean nothing. */
const free = new Set('typescript tsx ts javascript jsx js mjs cjs java c cpp c++ csharp cs go rust rs css scss dart php'.split(' '))
/** A comma before a closing bracket means nothing. */
const trailing = new Set('typescript tsx ts javascript jsx js mjs cjs rust rs dart php'.split(' '))
/** Lines count, their indentation does not. */
const unindented = new Set('shell sh bash zsh console shellsession powershell sql ruby rb lua perl swift kotlin scala r'.split(' '))

const piece =
  /(?<comment>\/\/[^\n]*|\/\*[\s\S]*?\*\/)|(?<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`)|[\p{L}\p{N}_$]+|[^\s]/gu

/**
 * The tokens of a piece of code as its language has them: for most, line ends and indentation are layout; for others
 * lines count, and where nothing is known, or indentation is syntax, that counts too. Imports are compared in any order.
 */
export function codeTokens(text: string, language: string | null): TokenStream {
  const name = (language ?? '').toLowerCase()
  const tokens = free.has(name) ? freeTokens(text, trailing.has(name)) : lineTokens(text, !unindented.has(name))
  return sorted(tokens, importSpans(text, name))
}

function freeTokens(text: string, dropsTrailing: boolean): readonly LayoutToken[] {
  const tokens: LayoutToken[] = []
  for (const match of text.matchAll(piece)) {
    const [raw] = match
    const start = match.index
    const last = tokens.at(-1)
    // What stands after a line break here is another statement.
    const breaks =
      last !== undefined && /^(?:return|throw|break|continue|yield)$/.test(last.key) && text.slice(last.end, start).includes('\n')
    if (breaks) tokens.push({ key: '\n', start: last.end, end: last.end })
    if (dropsTrailing && last?.key === ',' && /^[)\]}]$/.test(raw)) tokens.pop()
    const key = match.groups?.comment === undefined ? raw : raw.replace(/\s*\n\s*\*?\s*/g, ' ').trimEnd()
    tokens.push({ key, start, end: start + raw.length })
  }
  return tokens
}

function lineTokens(text: string, countsIndentation: boolean): readonly LayoutToken[] {
  const tokens: LayoutToken[] = []
  const depths: number[] = []
  for (const line of text.matchAll(/[^\r\n]+/g)) {
    const [raw] = line
    if (raw.trim() === '') continue
    const width = raw.length - raw.trimStart().length
    while ((depths.at(-1) ?? -1) > width) depths.pop()
    if ((depths.at(-1) ?? -1) < width) depths.push(width)
    const start = line.index + width
    tokens.push({ key: countsIndentation ? `\n${depths.length}` : '\n', start, end: start })
    for (const word of raw.slice(width).matchAll(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^\s"']+|["']/g)) {
      tokens.push({ key: word[0], start: start + word.index, end: start + word.index + word[0].length })
    }
  }
  return tokens
}

function sorted(tokens: readonly LayoutToken[], imports: ReturnType<typeof importSpans>): TokenStream {
  const groups: number[][] = imports.map(() => [])
  const rest: number[] = []
  let current = 0
  for (const [at, token] of tokens.entries()) {
    while (current < imports.length && token.start >= (imports[current]?.end ?? 0)) current++
    const span = imports[current]
    // The mark of a line stands before it whatever the line is.
    if (span !== undefined && token.start >= span.start && token.end > token.start) groups[current]?.push(at)
    else rest.push(at)
  }
  const keyed = groups.map((group) => ({ group, key: group.map((at) => tokens[at]?.key ?? '').join(' ') }))
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  return { tokens, order: [...keyed.flatMap(({ group }) => group), ...rest] }
}
