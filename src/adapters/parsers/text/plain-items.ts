import { headingName } from '../heading-name.ts'
import type { OutlineItem } from '../outline.ts'
import type { SourceLine } from './source-lines.ts'
import { isBullet, listBlock, proseBlock } from './text-block.ts'
import { underlineOf } from './underline.ts'

/** Plain text: underlined headings, paragraphs between blank lines, lists. */
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
    if (underline !== null) {
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

/** Blank lines between items, and before an item's further paragraphs, do not end a list. */
function continuesList(run: readonly SourceLine[], lines: readonly SourceLine[], at: number): boolean {
  const [first] = run
  const next = lines[at + 1]
  return first !== undefined && next !== undefined && isBullet(first) && !next.isBlank && (isBullet(next) || next.indent > first.indent)
}

function asIs(text: string): string {
  return text
}
