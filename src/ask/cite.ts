import type { AnswerBody, Citation } from '../spec/answer.ts'
import type { PassageId } from '../spec/ids.ts'
import type { PassagePlace } from './overlay.ts'

/** Quotes resolved to path and lines as they are now; answers keep passage ids so that moved text keeps its citations. */
export function cite(body: AnswerBody, places: ReadonlyMap<PassageId, PassagePlace>): readonly Citation[] {
  const citations: Citation[] = []
  for (const quote of body.quotes) {
    const place = places.get(quote.passage)
    if (place === undefined) continue
    const startLine = place.startLine + countLines(place.text, 0, quote.start)
    citations.push({ path: place.path, startLine, endLine: startLine + countLines(place.text, quote.start, quote.end), quote: quote.text })
  }
  return citations
}

function countLines(text: string, from: number, to: number): number {
  let lines = 0
  for (let at = from; at < to && at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) lines += 1
  }
  return lines
}
