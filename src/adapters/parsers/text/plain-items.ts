import { headingName } from '../heading-name.ts'
import type { OutlineItem } from '../outline.ts'
import type { SourceLine } from './source-lines.ts'
import { codeBlock, isBullet, listBlock, proseBlock } from './text-block.ts'
import { underlineOf } from './underline.ts'

/** Plain text: underlined and `#` headings, fenced code, paragraphs between blank lines, lists. */
export function plainItems(lines: readonly SourceLine[], source: string): readonly OutlineItem[] {
  const items: OutlineItem[] = []
  let run: SourceLine[] = []
  const flush = (): void => {
    const [first] = run
    if (first !== undefined) items.push(isBullet(first) ? listBlock(run, source, asIs) : proseBlock(run, source, asIs))
    run = []
  }
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]
    if (line === undefined) break
    const underline = run.length === 0 ? underlineOf(line, lines[at + 1], '=-~#*') : null
    const atx = /^#{1,6}(?=\s+\S)/.exec(line.text)
    const fence = /^(?:```|~~~)([\w+#-]*)/.exec(line.text)
    if (atx !== null) {
      flush()
      items.push({ type: 'heading', depth: atx[0].length, name: headingName(line.text.slice(atx[0].length)) })
    } else if (fence !== null) {
      flush()
      const end = closing(lines, at, line.text.slice(0, 3))
      if (end > at + 1) items.push(codeBlock(lines.slice(at + 1, end), source, fence[1] || null))
      at = end
    } else if (underline !== null) {
      flush()
      items.push({ type: 'heading', depth: '=#*-~'.indexOf(underline) + 1, name: headingName(line.text) })
      at++
    } else if (line.isBlank) {
      if (!continuesList(run, lines, at)) flush()
    } else {
      const [first] = run
      if (first !== undefined && !isBullet(first) && isBullet(line)) flush()
      run.push(line)
    }
  }
  flush()
  return items
}

/** The line that closes a fence, or the end: an open fence reaches that far. */
function closing(lines: readonly SourceLine[], at: number, fence: string): number {
  for (let end = at + 1; end < lines.length; end++) if (lines[end]?.text.startsWith(fence) === true) return end
  return lines.length
}

/** Blank lines between items, and before an item's further paragraphs, do not end a list. */
function continuesList(run: readonly SourceLine[], lines: readonly SourceLine[], at: number): boolean {
  const [first] = run
  const next = lines[at + 1]
  return first !== undefined && next !== undefined && isBullet(first) && !next.isBlank && (isBullet(next) || next.indent > first.indent)
}

function asIs(text: string): string {
  return text
}
