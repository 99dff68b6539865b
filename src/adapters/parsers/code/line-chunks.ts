import type { DraftUnit } from '../draft.ts'
import { trimSpan } from '../trim-span.ts'

/** Lines of code in one lexical unit, and the most characters where lines are long. */
const chunkLines = 10
const chunkLength = 1000

/** Code between two offsets as units that are only searched lexically. */
export function lineChunks(source: string, start: number, end: number): readonly DraftUnit[] {
  const units: DraftUnit[] = []
  let from = start
  while (from < end) {
    const to = chunkEnd(source, from, end)
    const span = trimSpan(source, from, to)
    const text = source.slice(span.start, span.end)
    if (/[\p{L}\p{N}]/u.test(text)) units.push({ ...span, text, embed: false })
    from = to
  }
  return units
}

function chunkEnd(source: string, from: number, end: number): number {
  let at = from
  for (let line = 0; line < chunkLines; line++) {
    const next = source.indexOf('\n', at)
    if (next === -1 || next >= end) return Math.min(end, from + chunkLength)
    if (next + 1 - from > chunkLength) return at > from ? at : from + chunkLength
    at = next + 1
  }
  return at
}
