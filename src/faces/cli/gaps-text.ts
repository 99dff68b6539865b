import type { GapsView } from '../gaps/gaps-view.ts'
import { formatCount, formatThings } from './format-number.ts'
import { printableLine } from './printable.ts'
import type { Style } from './style.ts'

const wordingsShown = 4

/** What to write next, most asked first; then what is written in two ways. */
export function gapLines({ gaps, pairs, total, unworded }: GapsView, style: Style): readonly string[] {
  const lines: string[] = []
  if (gaps.length === 0 && unworded === 0) lines.push('No gaps: everything that was asked is answered.')
  else if (gaps.length > 0) lines.push(style.bold(`${formatThings(total, 'question')} asked and not answered`))
  for (const gap of gaps) {
    const sessions = gap.sessions > 1 ? ` in ${formatThings(gap.sessions, 'session')}` : ''
    lines.push('', `${style.careful(`${formatCount(gap.asks)}×`)}${sessions}  ${printableLine(gap.question)}`)
    for (const { text, asks } of gap.wordings.slice(1, wordingsShown))
      lines.push(`    also: ${printableLine(text)} (${formatCount(asks)}×)`)
    if (gap.wordings.length > wordingsShown) lines.push(`    and ${formatThings(gap.wordings.length - wordingsShown, 'other wording')}`)
    lines.push(`    ${printableLine(gap.advice)}`)
    if (gap.nearest !== null) {
      const similarity = gap.nearest.similarity === null ? '' : ` (${gap.nearest.similarity.toFixed(2)})`
      lines.push(`    ${style.dim(`${printableLine(gap.nearest.text)}${similarity}`)}`)
    }
  }
  if (total > gaps.length) lines.push('', `There are more: ${formatThings(total - gaps.length, 'other gap')} (--limit).`)
  if (unworded > 0) lines.push('', `${formatThings(unworded, 'ask')} found nothing, and what was asked is not kept.`)
  if (pairs.length > 0) lines.push('', style.bold(`${formatThings(pairs.length, 'question')} answered in two ways`))
  for (const { question, places } of pairs) {
    lines.push('', printableLine(question))
    for (const { path, startLine, text } of places) lines.push(`    ${style.place(`${path}:${startLine}`)}  ${printableLine(text)}`)
  }
  return lines
}
