import type { DraftPassage } from '../draft.ts'
import type { Span } from '../split-sentences.ts'
import { sourceLines } from '../text/source-lines.ts'
import { lineChunks } from './line-chunks.ts'

/** Paragraphs of code are grouped up to this length and cut above the other. */
const groupLength = 1000
const longest = 3000

/** Code without a grammar: blank lines decide, searched lexically. */
export function paragraphPassages(source: string, language: string): readonly DraftPassage[] {
  return grouped(paragraphs(source)).map(({ start, end }) => ({
    kind: 'code',
    start,
    end,
    place: [],
    symbol: null,
    language,
    units: lineChunks(source, start, end),
  }))
}

function paragraphs(source: string): readonly Span[] {
  const found: { readonly start: number; end: number }[] = []
  let isOpen = false
  for (const line of sourceLines(source)) {
    const last = found.at(-1)
    if (line.isBlank) isOpen = false
    else if (isOpen && last !== undefined && line.end - last.start <= longest) last.end = line.end
    else {
      for (let from = line.start; from < line.end; from += longest) found.push({ start: from, end: Math.min(line.end, from + longest) })
      isOpen = true
    }
  }
  return found
}

function grouped(spans: readonly Span[]): readonly Span[] {
  const groups: Span[] = []
  for (const span of spans) {
    const last = groups.at(-1)
    if (last !== undefined && span.end - last.start <= groupLength) groups[groups.length - 1] = { start: last.start, end: span.end }
    else groups.push(span)
  }
  return groups
}
