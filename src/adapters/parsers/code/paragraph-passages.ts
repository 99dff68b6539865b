import type { DraftPassage } from '../draft.ts'
import { lineChunks } from './line-chunks.ts'

/** Paragraphs of code are grouped up to this length and cut above the other. */
const groupLength = 1000
const longest = 3000

/** Code without a grammar: blank lines decide, searched lexically. */
export function paragraphPassages(source: string, language: string): readonly DraftPassage[] {
  const passages: DraftPassage[] = []
  let start = 0
  let end = 0
  const flush = (): void => {
    for (let from = start; from < end; from += longest) passages.push(piece(source, from, Math.min(end, from + longest), language))
  }
  for (const paragraph of source.matchAll(/[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*/g)) {
    const until = paragraph.index + paragraph[0].length
    if (end > start && until - start > groupLength) {
      flush()
      start = paragraph.index
    } else if (end === start) start = paragraph.index
    end = until
  }
  flush()
  return passages
}

function piece(source: string, start: number, end: number, language: string): DraftPassage {
  return { kind: 'code', start, end, place: [], symbol: null, language, units: lineChunks(source, start, end) }
}
