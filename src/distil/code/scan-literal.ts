import type { CodeFamily } from './code-family.ts'

/** How a literal opens: `length` of prefix and quote, the closing text, and whether `\` escapes and `${}` nests. */
export interface StringOpening {
  readonly quote: string
  readonly close: string
  readonly length: number
  readonly escapes: boolean
  readonly nests: boolean
  readonly multiline: boolean
}

/** The literal that opens at `at`, or null. */
export function stringOpening(text: string, at: number, family: CodeFamily): StringOpening | null {
  const char = text.charAt(at)
  if (family === 'python') return pythonOpening(text, at)
  if (family === 'rust') return rustOpening(text, at)
  if (family === 'java' && text.startsWith('"""', at)) return plain('"""', true)
  if (char === '"' || char === "'") return plain(char, false)
  if (char === '`' && family === 'script') return { quote: '`', close: '`', length: 1, escapes: true, nests: true, multiline: true }
  if (char === '`' && family === 'go') return { quote: '`', close: '`', length: 1, escapes: false, nests: false, multiline: true }
  return null
}

/** End (exclusive) of the literal opened at `at`; an unclosed one-line literal ends with its line. */
export function scanString(text: string, at: number, opening: StringOpening): number {
  let index = at + opening.length
  while (index < text.length) {
    if (opening.escapes && text.charAt(index) === '\\') {
      index += 2
      continue
    }
    if (text.startsWith(opening.close, index)) return index + opening.close.length
    if (!opening.multiline && text.charAt(index) === '\n') return index
    if (opening.nests && text.startsWith('${', index)) {
      index = scanNested(text, index + 2)
      continue
    }
    index += 1
  }
  return text.length
}

/** Whether `/` at `at` begins a regular expression: only after an operator, an opening bracket or a keyword. */
export function looksLikeRegex(text: string, at: number, lastCode: string): boolean {
  if (text.charAt(at + 1) === '/' || text.charAt(at + 1) === '*') return false
  if (lastCode === '' || '(,=:[!&|?{};+-*%~^<>'.includes(lastCode)) return true
  const before = text.slice(Math.max(0, at - 12), at).trimEnd()
  return /\b(?:return|typeof|case|in|of|do|else|void|delete|throw|await|yield)$/.test(before)
}

/** End (exclusive) of the regular expression at `at`, flags included. */
export function scanRegex(text: string, at: number): number {
  let index = at + 1
  let inClass = false
  while (index < text.length && text.charAt(index) !== '\n') {
    const char = text.charAt(index)
    if (char === '\\') {
      index += 2
      continue
    }
    if (char === '[') inClass = true
    else if (char === ']') inClass = false
    else if (char === '/' && !inClass) {
      index += 1
      while (/[a-z]/.test(text.charAt(index))) index += 1
      return index
    }
    index += 1
  }
  return Math.min(index, text.length)
}

/** End (exclusive) of the `${…}` whose inside begins at `from`. */
export function scanNested(text: string, from: number): number {
  let depth = 1
  let index = from
  while (index < text.length && depth > 0) {
    const opening = stringOpening(text, index, 'script')
    if (opening !== null) {
      index = scanString(text, index, opening)
      continue
    }
    const char = text.charAt(index)
    if (char === '{') depth += 1
    else if (char === '}') depth -= 1
    index += 1
  }
  return index
}

function plain(quote: string, multiline: boolean): StringOpening {
  return { quote, close: quote, length: quote.length, escapes: true, nests: false, multiline }
}

function pythonOpening(text: string, at: number): StringOpening | null {
  const match = /^(?:[rRbBuUfF]{1,2})?("""|'''|"|')/.exec(text.slice(at, at + 5))
  const quote = match?.[1]
  if (match === null || quote === undefined) return null
  if (match[0] !== quote && /\w/.test(text.charAt(at - 1))) return null
  return { quote, close: quote, length: match[0].length, escapes: true, nests: false, multiline: quote.length === 3 }
}

function rustOpening(text: string, at: number): StringOpening | null {
  const raw = /^b?r(#*)"/.exec(text.slice(at, at + 12))
  if (raw !== null && !/\w/.test(text.charAt(at - 1))) {
    return { quote: '"', close: `"${raw[1] ?? ''}`, length: raw[0].length, escapes: false, nests: false, multiline: true }
  }
  if (text.charAt(at) === '"') return { ...plain('"', true) }
  // a quote is a character literal only when it closes; otherwise it marks a lifetime
  const char = /^'(?:\\[^']*|[^'\\\n])'/.exec(text.slice(at, at + 14))
  return char === null ? null : plain("'", false)
}
