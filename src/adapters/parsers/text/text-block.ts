import type { PassageKind } from '../../../spec/parser.ts'
import type { DraftUnit } from '../draft.ts'
import { foldSpace } from '../fold-space.ts'
import type { OutlineBlock } from '../outline.ts'
import { splitSentences } from '../split-sentences.ts'
import type { SourceLine } from './source-lines.ts'

/** Reads inline markup away; the result may be shorter than the slice. */
export type InlineReading = (text: string) => string

const bullet = /^\s*(?:[-*+•]|\*{2,5}|\.{1,5}|#\.|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+(?=\S)/

export function isBullet(line: SourceLine): boolean {
  return bullet.test(line.text)
}

/** A paragraph's lines as sentences. */
export function proseBlock(lines: readonly SourceLine[], source: string, read: InlineReading): OutlineBlock {
  const { start, end } = lineSpan(lines)
  const [first, second] = lines
  // A term with its meaning indented below it reads as `term: meaning`.
  const isTerm = first !== undefined && second !== undefined && second.indent > first.indent && first.text.length <= 80
  const units = splitSentences(source.slice(start, end)).map((span, index) => {
    const slice = source.slice(start + span.start, start + span.end)
    const text = foldSpace(read(isTerm && index === 0 ? slice.replace(/(?<![.:,;\r])\r?\n/, ': ') : slice))
    return { start: start + span.start, end: start + span.end, text, embed: true }
  })
  return block(
    'prose',
    start,
    end,
    units.filter((unit) => /[\p{L}\p{N}]/u.test(unit.text)),
  )
}

/** A list's lines, one unit an item; lines that begin no item continue the one before. */
export function listBlock(lines: readonly SourceLine[], source: string, read: InlineReading): OutlineBlock {
  const { start, end } = lineSpan(lines)
  const units: DraftUnit[] = []
  let item: SourceLine[] = []
  const close = (): void => {
    if (item.length === 0) return
    const span = lineSpan(item)
    const text = foldSpace(read(source.slice(span.start, span.end).replace(bullet, '')))
    if (/[\p{L}\p{N}]/u.test(text)) units.push({ ...span, text, embed: true })
    item = []
  }
  for (const line of lines) {
    if (isBullet(line)) close()
    item.push(line)
  }
  close()
  return block('list', start, end, units)
}

/** Literal lines: searched by their words only. */
export function codeBlock(lines: readonly SourceLine[], source: string, language: string | null): OutlineBlock {
  const { start, end } = lineSpan(lines)
  return { ...block('code', start, end, [{ start, end, text: source.slice(start, end), embed: false }]), language }
}

/** Rows that are known already. */
export function tableBlock(
  lines: readonly SourceLine[],
  rows: readonly { readonly line: SourceLine; readonly text: string }[],
): OutlineBlock {
  const { start, end } = lineSpan(lines)
  const units = rows.map((row) => ({ start: row.line.start, end: row.line.end, text: foldSpace(row.text), embed: true }))
  return block(
    'table',
    start,
    end,
    units.filter((unit) => /[\p{L}\p{N}]/u.test(unit.text)),
  )
}

function lineSpan(lines: readonly SourceLine[]): { readonly start: number; readonly end: number } {
  return { start: lines[0]?.start ?? 0, end: lines.at(-1)?.end ?? 0 }
}

function block(kind: PassageKind, start: number, end: number, units: readonly DraftUnit[]): OutlineBlock {
  return { type: 'block', kind, start, end, language: null, units }
}
