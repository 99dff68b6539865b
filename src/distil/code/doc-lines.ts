import type { CommentSpan, Span } from './code-surface.ts'

/** A line of a comment without its marks: a contiguous slice of the text, beginning at `start`. */
export interface DocLine {
  readonly text: string
  readonly start: number
  /** Columns of white space before the text, marks not counted. */
  readonly indent: number
}

/** The lines of a comment as a reader sees them; offsets stay those of `text`. */
export function docLines(text: string, comment: CommentSpan): readonly DocLine[] {
  const inner = innerSpan(text, comment)
  const isBlock = text.startsWith('/*', comment.start)
  const isQuoted = /^[rRuUbB]{0,2}["']{3}/.test(text.slice(comment.start, comment.start + 5))
  const mark = isBlock ? /^[ \t]*\*(?!\*)/ : isQuoted ? /^/ : /^[ \t]*(?:\/\/[/!]?|#+!?)/
  const lines: DocLine[] = []
  let from = inner.start
  let first = true
  while (from <= inner.end) {
    const newline = text.indexOf('\n', from)
    const end = newline === -1 || newline > inner.end ? inner.end : newline
    const raw = text.slice(from, end)
    const marked = first && (isBlock || isQuoted) ? null : mark.exec(raw)
    const skip = marked === null ? 0 : marked[0].length
    const rest = raw.slice(skip)
    const indent = rest.length - rest.trimStart().length
    const shown = isDirective(rest.trim()) ? '' : rest.trim()
    lines.push({ text: shown, start: from + skip + indent, indent })
    first = false
    from = end + 1
  }
  return lines
}

/** Marks for tools, not for readers. */
function isDirective(text: string): boolean {
  return /^(?:@__\w+__|@ts-\w+|eslint-|biome-|prettier-|istanbul |c8 |v8 |noinspection|nolint|#nosec|noqa|pragma:|pylint:|mypy:|type: ignore|go:\w+|\+build |@preserve|#region|#endregion)/.test(
    text,
  )
}

function innerSpan(text: string, comment: CommentSpan): Span {
  const block = /^\/\*[*!]?/.exec(text.slice(comment.start, comment.start + 3))
  if (block !== null) {
    const closed = text.slice(comment.start, comment.end).endsWith('*/')
    const end = closed ? Math.max(comment.start + block[0].length, comment.end - 2) : comment.end
    // a closing `**/` leaves one star
    return { start: comment.start + block[0].length, end: text.charAt(end - 1) === '*' ? end - 1 : end }
  }
  const quoted = /^[rRuUbB]{0,2}["']{3}/.exec(text.slice(comment.start, comment.start + 5))
  if (quoted !== null) return { start: comment.start + quoted[0].length, end: Math.max(comment.start + quoted[0].length, comment.end - 3) }
  return comment
}
