import { plainQuote } from '../../preanswer/plain-quote.ts'
import type { Answer } from '../../spec/answer.ts'
import { answerLine } from '../cli/answer-line.ts'
import { createStyle } from '../cli/style.ts'

const plainStyle = createStyle(process.stdout, { NO_COLOR: '1' })
const width = 96
const shownQuotes = 3

/** A question and its answer in a few lines: the first quotations with their places, then how it was served. */
export function answerBlock(answer: Answer, now: number): readonly string[] {
  const quotes = answer.citations
    .slice(0, shownQuotes)
    .map(({ quote, path, startLine }) => `    ${cut(plainQuote(quote))}  ${path}:${startLine}`)
  const more = answer.citations.length - shownQuotes
  return [
    `  ? ${answer.question}`,
    ...quotes,
    ...(more > 0 ? [`    … and ${more} more, each cited`] : []),
    `    ${answerLine(answer, now, plainStyle)}`,
  ]
}

function cut(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length > width ? `${line.slice(0, width - 1)}…` : line
}

export function seconds(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`
}
