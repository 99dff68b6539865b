import type { Answer, Citation } from '../../spec/answer.ts'
import { answerLine } from './answer-line.ts'
import { formatPlace } from './format-place.ts'
import { printable, printableLine } from './printable.ts'
import type { Style } from './style.ts'

/**
 * An answer as a person reads it: its quotations, each with its place; before them the text where it says more than they do
 * (prose, notes); and one last line on how it was served.
 */
export function answerLines(answer: Answer, now: number, style: Style): readonly string[] {
  const lines: string[] = []
  const text = answer.served === 'none' ? '' : printable(answer.text).trim()
  const several = answer.citations.length > 1
  if (answer.adaptation?.kind === 'joint') {
    // Each part stands under the question it answers; its places follow.
    const places = new Set(answer.citations.map((citation) => style.place(formatPlace(citation))))
    return [...text.split('\n'), '', ...places, '', answerLine(answer, now, style)]
  }
  const introduction = wordsBeside(text, answer.citations)
  if (introduction !== '') lines.push(introduction, '')
  answer.citations.forEach((citation, index) => {
    const quote = printable(citation.quote).trimEnd()
    if (several && !quote.includes('\n')) {
      lines.push(`- ${quote.trim()}  ${style.place(formatPlace(citation))}`)
      return
    }
    if (index > 0 && lines.at(-1) !== '') lines.push('')
    lines.push(quote, style.place(formatPlace(citation)))
  })
  if (lines.length > 0 && lines.at(-1) !== '') lines.push('')
  return [...lines, answerLine(answer, now, style)]
}

/** The answer's text without the lines that only repeat a quotation. */
function wordsBeside(text: string, citations: readonly Citation[]): string {
  const quoted = citations.map((citation) => bare(citation.quote))
  const whole = bare(text)
  if (quoted.includes(whole) || bare(citations.map((citation) => citation.quote).join(' ')) === whole) return ''
  return text
    .split('\n')
    .filter((line) => line.trim() === '' || !quoted.some((quote) => quote.includes(bare(line))))
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
}

function bare(text: string): string {
  return printableLine(text.replaceAll(/^\s*(?:[-*•>]|\d+\.)\s+/gm, ''))
}
