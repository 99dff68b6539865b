import type { Span } from '../split-sentences.ts'

/** A piece ends at the first safe line after this many characters: the Markdown parser's work grows faster than its input. */
const pieceLength = 12_000
/** Where no safe line comes, these make a piece too much for the parser. */
const longestPiece = 120_000
const longestLine = 20_000
const deepestNesting = 40
const mostMarks = 12_000
/** Together, at about 0.5 MB/s. */
const longestDocument = 400_000

export type MarkdownPieces =
  | { readonly kind: 'pieces'; readonly pieces: readonly Span[] }
  /** Why the document would take the parser too long. */
  | { readonly kind: 'hazard'; readonly reason: string }

/**
 * Cuts a document where a heading, or a paragraph after a blank line, begins at the margin outside any fence, so that each
 * piece parses as it would in the whole. Linear in the text.
 */
export function markdownPieces(text: string): MarkdownPieces {
  if (text.length > longestDocument) return { kind: 'hazard', reason: `${text.length} characters of Markdown` }
  const pieces: Span[] = []
  let start = 0
  let marks = 0
  let fence: string | null = null
  let isAfterBlank = false
  let isHtml = false
  for (let from = 0; from < text.length; ) {
    const newline = text.indexOf('\n', from)
    const end = newline === -1 ? text.length : newline
    const line = text.slice(from, Math.min(end, from + longestLine + 1))
    if (line.length > longestLine) return { kind: 'hazard', reason: `a line of more than ${longestLine} characters` }
    if (nesting(line) > deepestNesting) return { kind: 'hazard', reason: `blocks nested more than ${deepestNesting} deep` }
    const isSafe =
      fence === null &&
      !isHtml &&
      (/^#{1,6}\s/.test(line) || (isAfterBlank && /^[\p{L}\p{N}`[*_:!|"(]/u.test(line) && !/^(?:\d{1,9}[.)]|[*+])\s/.test(line)))
    if (isSafe && from - start > pieceLength) {
      pieces.push({ start, end: from })
      start = from
      marks = 0
    }
    marks += line.match(/[[\]*_~`<&!|]/g)?.length ?? 0
    if (marks > mostMarks && fence === null) return { kind: 'hazard', reason: `a block with more than ${mostMarks} marks` }
    if (from - start > longestPiece && fence === null) return { kind: 'hazard', reason: `a block of more than ${longestPiece} characters` }
    const before = fence
    fence = fenceAfter(fence, line)
    if (fence === null)
      isHtml = isHtml
        ? !/-->|<\/(?:pre|script|style|textarea)>/i.test(line)
        : /^\s{0,3}(?:<!--(?!.*-->)|<(?:pre|script|style|textarea)\b(?!.*<\/(?:pre|script|style|textarea)>))/i.test(line)
    isAfterBlank = line.trim() === '' || (before !== null && fence === null && /^[`~]/.test(line))
    from = end + 1
  }
  return { kind: 'pieces', pieces: [...pieces, { start, end: text.length }] }
}

function fenceAfter(fence: string | null, line: string): string | null {
  const mark = /^\s*(?:>\s*)*(?:[-*+]\s+|\d{1,9}[.)]\s+)?(`{3,}|~{3,})(.*)$/.exec(line)
  if (mark === null) return fence
  const [, run = '', rest = ''] = mark
  if (fence === null) return run.startsWith('`') && rest.includes('`') ? null : run
  return run.startsWith(fence) && rest.trim() === '' ? null : fence
}

function nesting(line: string): number {
  const indent = /^[ \t]*/.exec(line)?.[0].length ?? 0
  const marks = /^(?:[ \t]{0,200}(?:>|[-*+](?=\s)|\d{1,9}[.)](?=\s)))*/.exec(line)?.[0].replace(/[^>*+.)-]/g, '').length ?? 0
  return marks + (/^[ \t]*(?:[-*+]|\d{1,9}[.)])\s/.test(line) ? indent / 3 : 0)
}
