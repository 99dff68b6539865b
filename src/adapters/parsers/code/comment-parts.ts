import type { Span } from '../split-sentences.ts'
import { sourceLines } from '../text/source-lines.ts'

const tagOrBullet = /^\s*(?:@[a-zA-Z]|[-*•]\s|\d{1,2}[.)]\s)/
const namedItem = /^\s*\*{0,2}[\w.]{1,40}\*{0,2}(?: ?\([^)]{0,80}\))?:(?:\s|$)/

/**
 * Cuts a comment whose markers are blanked into paragraphs and items: at blank lines, tags, bullets, `name: meaning`
 * lines, and where a line stands further left than the one before it, as the next of a list of terms does.
 */
export function commentParts(text: string): readonly Span[] {
  const parts: { start: number; end: number; isItem: boolean }[] = []
  let before: { readonly indent: number; readonly text: string } | null = null
  for (const [index, line] of sourceLines(text).entries()) {
    if (line.isBlank) {
      before = null
      continue
    }
    const last = parts.at(-1)
    const isNamed = namedItem.test(line.text) && (last?.isItem === true || /[.:!?)]\s*$/.test(before?.text ?? ''))
    const isItem = tagOrBullet.test(line.text) || isNamed
    // The first line stands behind the opening marker, so its indent compares with none.
    const isDedent = before !== null && index > 1 && line.indent < before.indent
    if (last === undefined || before === null || isItem || isDedent) parts.push({ start: line.start, end: line.end, isItem })
    else last.end = line.end
    before = line
  }
  return parts
}
