import { headingName } from '../heading-name.ts'
import type { OutlineItem } from '../outline.ts'
import { readAsciidoc } from './asciidoc-inline.ts'
import type { SourceLine } from './source-lines.ts'
import { codeBlock, isBullet, listBlock, proseBlock, tableBlock } from './text-block.ts'

const literalFence = /^(?:-{4,}|\.{4,}|```[\w-]*|\+{4,})\s*$/
const transparentFence = /^(?:={4,}|\*{4,}|_{4,}|--|~{4,})\s*$/
const commentFence = /^\/{4,}\s*$/
const ignorable =
  /^(?:\/\/(?!\/)|:!?[\w-]+!?:|\[\[.*\]\]\s*$|(?:image|include|ifdef|ifndef|endif|ifeval|toc|video)::|\+\s*$|<<<|'''|\.[^\s.].*$)/

/** AsciiDoc by its lines: `==` headings, delimited blocks, lists, `|===` tables; attributes, macros and comments are skipped. */
export function asciidocItems(lines: readonly SourceLine[], source: string): readonly OutlineItem[] {
  const items: OutlineItem[] = []
  let at = 0
  let language: string | null = null
  while (at < lines.length) {
    const line = lines[at]
    if (line === undefined) break
    const heading = /^(={1,6}|#{1,6})\s+(\S.*)$/.exec(line.text)
    const attribute = /^\[(?:source|listing)(?:%[\w]+)?,\s*"?([\w+#-]+)/.exec(line.text)
    if (heading !== null)
      items.push({
        type: 'heading',
        depth: heading[1]?.length ?? 1,
        name: headingName(readAsciidoc((heading[2] ?? '').replace(/\s=+$/, ''))),
      })
    else if (attribute !== null) language = attribute[1] ?? null
    else if (literalFence.test(line.text)) {
      const end = closing(lines, at, line.text)
      if (end > at + 1)
        items.push(
          codeBlock(
            lines.slice(at + 1, end),
            source,
            language ??
              (line.text
                .slice(3)
                .trim()
                .replace(/^[-.+]*/, '') ||
                null),
          ),
        )
      language = null
      at = end
    } else if (commentFence.test(line.text)) at = closing(lines, at, line.text)
    else if (/^[|!]={3,}\s*$/.test(line.text)) {
      const end = closing(lines, at, line.text)
      items.push(table(lines.slice(at, end + 1), lines.slice(at + 1, end)))
      at = end
    } else if (!line.isBlank && !transparentFence.test(line.text) && !ignorable.test(line.text) && !/^\[[^\]]*\]\s*$/.test(line.text)) {
      const end = endOfRun(lines, at)
      const run = lines.slice(at, end)
      items.push(isBullet(line) ? listBlock(run, source, readAsciidoc) : proseBlock(run, source, readAsciidoc))
      at = end - 1
    }
    at++
  }
  return items
}

function closing(lines: readonly SourceLine[], at: number, fence: string): number {
  const wanted = fence.startsWith('```') ? '```' : fence.trim()
  for (let end = at + 1; end < lines.length; end++) if (lines[end]?.text.trim() === wanted) return end
  return lines.length
}

function endOfRun(lines: readonly SourceLine[], at: number): number {
  const first = lines[at]
  const isList = first !== undefined && isBullet(first)
  let end = at + 1
  while (end < lines.length) {
    const line = lines[end]
    if (line === undefined || literalFence.test(line.text) || transparentFence.test(line.text) || /^(?:=+\s|\|===|\[)/.test(line.text))
      break
    if (line.isBlank) {
      const after = lines[end + 1]
      if (!isList || after === undefined || after.isBlank || !isBullet(after)) break
    } else if (!isList && isBullet(line)) break
    end++
  }
  return end
}

/** Cells begin with `|`; a first row of several cells, or one followed by a blank line, names the columns. */
function table(all: readonly SourceLine[], body: readonly SourceLine[]) {
  const cellsOf = (line: SourceLine): readonly string[] =>
    line.text
      .split(/(?:^|\s)[\w.+^<>*]*\|/)
      .slice(1)
      .map((cell) => readAsciidoc(cell.trim()))
  const rows = body.filter((line) => !line.isBlank && line.text.includes('|'))
  const [head] = rows
  const names = head === undefined ? [] : cellsOf(head)
  const isNamed = names.length > 1 && rows.length > 1
  if (!isNamed)
    return tableBlock(
      all,
      rows.map((line) => ({ line, text: cellsOf(line).join('; ') })),
    )
  return tableBlock(
    all,
    rows.slice(1).map((line) => ({
      line,
      text: cellsOf(line)
        .map((cell, column) =>
          cell === '' || names[column] === undefined || cellsOf(line).length === 1 ? cell : `${names[column]}: ${cell}`,
        )
        .filter((cell) => cell !== '')
        .join('; '),
    })),
  )
}
