import type { DraftPassage } from '../draft.ts'
import { sourceLines } from '../text/source-lines.ts'
import { lineChunks } from './line-chunks.ts'

/** Paragraphs of code are grouped up to this length and cut above the other. */
const groupLength = 1000
const longest = 3000

/** Code without a grammar: blank lines decide, searched lexically. */
export function paragraphPassages(source: string, language: string): readonly DraftPassage[] {
  const passages: DraftPassage[] = []
  let start = -1
  let end = 0
  const flush = (): void => {
    for (let from = start; start !== -1 && from < end; from += longest) {
      passages.push(piece(source, from, Math.min(end, from + longest), language))
    }
    start = -1
  }
  let isAfterBlank = false
  for (const line of sourceLines(source)) {
    if (!line.isBlank) {
      if (start !== -1 && (isAfterBlank ? line.end - start > groupLength : line.end - start > longest)) flush()
      if (start === -1) start = line.start
      end = line.end
    }
    isAfterBlank = line.isBlank
  }
  flush()
  return passages
}

function piece(source: string, start: number, end: number, language: string): DraftPassage {
  return { kind: 'code', start, end, place: [], symbol: null, language, units: lineChunks(source, start, end) }
}
