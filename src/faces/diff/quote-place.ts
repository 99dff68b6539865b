import type { DiffQuote } from './diff-view.ts'

/** A span of a passage as path and lines. `startLine` is the passage's first line, 1-based. */
export function quotePlace(
  passage: { readonly path: string; readonly startLine: number; readonly text: string },
  start: number,
  end: number,
): DiffQuote {
  const startLine = passage.startLine + breaks(passage.text.slice(0, start))
  const quote = passage.text.slice(start, end)
  return { path: passage.path, startLine, endLine: startLine + breaks(quote.trimEnd()), quote }
}

function breaks(text: string): number {
  return text.split(/\r\n|\r|\n/).length - 1
}
