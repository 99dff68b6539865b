import type { CodeFamily } from './code-family.ts'
import { looksLikeRegex, scanNested, scanRegex, scanString, stringOpening } from './scan-literal.ts'

/** Offsets count in UTF-16 units of the text they were found in; `end` is exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** One comment, or a run of line comments on consecutive lines. */
export interface CommentSpan extends Span {
  /** True for comments whose form marks documentation: JSDoc, Javadoc, `///`, docstrings. */
  readonly documents: boolean
  /** True where code stands before it on its line. */
  readonly trailing: boolean
}

/** A text of code with what is not code told apart. */
export interface CodeSurface {
  readonly text: string
  /** Same length as `text`: comments and the insides of literals are blanked, line ends kept. */
  readonly code: string
  readonly comments: readonly CommentSpan[]
  /** Literals with their delimiters. */
  readonly strings: readonly Span[]
}

/** Reads comments and literals by one linear scan. A literal or comment left open runs to the end. */
export function codeSurface(text: string, family: CodeFamily): CodeSurface {
  const comments: CommentSpan[] = []
  const strings: Span[] = []
  const blanks: Span[] = []
  const lineMark = family === 'python' ? '#' : '//'
  let at = 0
  let lastCode = ''
  while (at < text.length) {
    const char = text.charAt(at)
    if (char === '\n' || char === ' ' || char === '\t' || char === '\r') {
      at += 1
      continue
    }
    if (text.startsWith(lineMark, at)) {
      const end = lineEnd(text, at)
      addLineComment(text, comments, at, end, family)
      blanks.push({ start: at, end })
      at = end
      continue
    }
    if (family !== 'python' && text.startsWith('/*', at)) {
      const close = text.indexOf('*/', at + 2)
      const end = close === -1 ? text.length : close + 2
      comments.push({ start: at, end, documents: /^\/\*[*!]/.test(text.slice(at, at + 3)), trailing: isTrailing(text, at) })
      blanks.push({ start: at, end })
      at = end
      continue
    }
    const opening = stringOpening(text, at, family)
    if (opening !== null) {
      const end = scanString(text, at, opening)
      if (family === 'python' && opening.quote.length === 3 && isDocstring(text, at, lastCode)) {
        comments.push({ start: at, end, documents: true, trailing: false })
        blanks.push({ start: at, end })
      } else {
        strings.push({ start: at, end })
        const inside = { start: at + opening.length, end: Math.max(at + opening.length, end - opening.close.length) }
        blanks.push(...(opening.nests ? outsideHoles(text, inside) : [inside]))
      }
      lastCode = '"'
      at = end
      continue
    }
    if (family === 'script' && char === '/' && looksLikeRegex(text, at, lastCode)) {
      const end = scanRegex(text, at)
      strings.push({ start: at, end })
      blanks.push({ start: at + 1, end: Math.max(at + 1, end - 1) })
      lastCode = '"'
      at = end
      continue
    }
    lastCode = char
    at += 1
  }
  return { text, code: blanked(text, blanks), comments, strings }
}

/** The literal parts of a template: what stands in `${…}` is code. */
function outsideHoles(text: string, inside: Span): readonly Span[] {
  const parts: Span[] = []
  let from = inside.start
  for (let index = inside.start; index < inside.end; index += 1) {
    if (text.charAt(index) === '\\') index += 1
    else if (text.startsWith('${', index)) {
      const end = Math.min(scanNested(text, index + 2), inside.end)
      const hole = text.slice(index + 2, end - 1)
      if (end > index + 2 && !/["'`/\n]/.test(hole)) {
        parts.push({ start: from, end: index + 2 })
        from = end - 1
      }
      index = Math.max(index, end - 1)
    }
  }
  parts.push({ start: from, end: inside.end })
  return parts
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  const stop = end === -1 ? text.length : end
  return text.charAt(stop - 1) === '\r' ? stop - 1 : stop
}

function isTrailing(text: string, at: number): boolean {
  const lineStart = text.lastIndexOf('\n', at - 1) + 1
  return text.slice(lineStart, at).trim() !== ''
}

function addLineComment(text: string, comments: CommentSpan[], start: number, end: number, family: CodeFamily): void {
  const trailing = isTrailing(text, start)
  const documents = family === 'rust' && /^\/\/[/!](?!\/)/.test(text.slice(start, start + 4))
  const last = comments.at(-1)
  if (last !== undefined && !trailing && !last.trailing && last.documents === documents && isNextLine(text, last, start)) {
    comments[comments.length - 1] = { ...last, end }
    return
  }
  comments.push({ start, end, documents, trailing })
}

function isNextLine(text: string, last: Span, start: number): boolean {
  return /^\r?\n[ \t]*$/.test(text.slice(last.end, start)) && !text.startsWith('/*', last.start)
}

function isDocstring(text: string, at: number, lastCode: string): boolean {
  return !isTrailing(text, at) && (lastCode === ':' || lastCode === '')
}

/** A text of the same length and lines with spans blanked. The spans are in order and do not overlap. */
export function blanked(text: string, spans: readonly Span[]): string {
  const pieces: string[] = []
  let from = 0
  for (const span of spans) {
    pieces.push(text.slice(from, span.start), text.slice(span.start, span.end).replace(/[^\n\r]/g, ' '))
    from = span.end
  }
  pieces.push(text.slice(from))
  return pieces.join('')
}
