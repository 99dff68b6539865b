import type { PassageKind } from '../../spec/parser.ts'

/** A text with its layout folded away, and where each of its characters stands in the original. */
export interface FoldedText {
  readonly text: string
  /** By offset in the folded text. */
  readonly offsets: readonly number[]
}

const prose = /\s+/g
/** Padding of cells and what stands before the end of a line. */
const table = /[ \t\r]+(?=\n|$)|[ \t]+/g
/** What stands before the end of a line, and lines that go on with an item. */
const list = /[ \t\r]+(?=\n[ \t]*(?:\r?\n|$|[-*+][ \t]|\d{1,9}[.)][ \t]))|[ \t\r]*\n[ \t]+(?!\s|[-*+][ \t]|\d{1,9}[.)][ \t])/g

/**
 * Folds the white space that means nothing in a text of this kind: all runs of it in prose, padding in tables, the ends of
 * lines that an item of a list runs on over. Code and data are left as they are, and lists that hold code.
 */
export function foldedText(kind: PassageKind, text: string): FoldedText {
  const blanks = kind === 'prose' ? prose : kind === 'table' ? table : kind === 'list' && !/^\s*(?:```|~~~)|^ {8}/m.test(text) ? list : null
  let folded = ''
  const offsets: number[] = []
  let from = 0
  const keep = (to: number) => {
    folded += text.slice(from, to)
    for (; from < to; from++) offsets.push(from)
  }
  for (const blank of blanks === null ? [] : text.matchAll(blanks)) {
    keep(blank.index)
    from = blank.index + blank[0].length
    // Before the end of a line it is nothing at all.
    if (folded === '' || from === text.length || (kind !== 'prose' && /[\r\n]/.test(text[from] ?? '\n'))) continue
    folded += ' '
    offsets.push(blank.index)
  }
  keep(text.length)
  return { text: folded, offsets }
}

/** A span of the original in the folded text, white space at its ends left out; null where nothing else is in it. */
export function foldedSpan(
  { offsets, text }: FoldedText,
  start: number,
  end: number,
): { readonly start: number; readonly end: number } | null {
  let from = lowerBound(offsets, start)
  let to = lowerBound(offsets, end)
  while (from < to && text[from] === ' ') from++
  while (to > from && text[to - 1] === ' ') to--
  return to > from ? { start: from, end: to } : null
}

function lowerBound(offsets: readonly number[], wanted: number): number {
  let low = 0
  let high = offsets.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((offsets[middle] ?? 0) < wanted) low = middle + 1
    else high = middle
  }
  return low
}
