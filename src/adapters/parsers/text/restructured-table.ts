import type { OutlineBlock } from '../outline.ts'
import { readRestructured } from './restructured-inline.ts'
import type { SourceLine } from './source-lines.ts'
import { tableBlock } from './text-block.ts'

export interface FoundTable {
  readonly block: OutlineBlock
  /** Index of the line after it. */
  readonly end: number
}

const simpleRule = /^\s*={2,}(?:\s+={2,})+\s*$/
const gridRule = /^\s*\+(?:[-=]+\+)+\s*$/

/** A simple (`==== ====`) or grid (`+---+`) table that begins at a line, by row; a row's further lines are joined to it. */
export function restructuredTable(lines: readonly SourceLine[], at: number): FoundTable | null {
  const first = lines[at]?.text ?? ''
  if (simpleRule.test(first)) return simpleTable(lines, at, first)
  return gridRule.test(first) ? gridTable(lines, at) : null
}

function simpleTable(lines: readonly SourceLine[], at: number, rule: string): FoundTable | null {
  const starts = [...rule.matchAll(/=+/g)].map((column) => column.index)
  const rules: number[] = [at]
  let end = at + 1
  while (end < lines.length && rules.length < 3) {
    const line = lines[end]
    if (line === undefined) break
    if (simpleRule.test(line.text)) rules.push(end)
    else if (line.isBlank && rules.length > 1 && lines[end + 1]?.isBlank !== false) break
    end++
  }
  const last = rules.at(-1) ?? at
  if (rules.length < 2) return null
  const cut = (line: SourceLine): readonly string[] => starts.map((start, column) => line.text.slice(start, starts[column + 1]).trim())
  const headLines = rules.length > 2 ? lines.slice(at + 1, rules[1]) : []
  const bodyLines = lines.slice(rules.length > 2 ? (rules[1] ?? at) + 1 : at + 1, last)
  const names = starts.map((_, column) =>
    headLines
      .map((line) => cut(line)[column] ?? '')
      .join(' ')
      .trim(),
  )
  const rows = bodyLines
    .filter((line) => !line.isBlank && !/^[-\s]+$/.test(line.text))
    .map((line) => ({ line, text: rowText(names, cut(line)) }))
  return { block: tableBlock(lines.slice(at, last + 1), rows), end: last + 1 }
}

function gridTable(lines: readonly SourceLine[], at: number): FoundTable | null {
  let end = at
  while (/^\s*[+|]/.test(lines[end]?.text ?? '')) end++
  const cut = (line: SourceLine): readonly string[] =>
    line.text
      .trim()
      .replace(/^\||\|$/g, '')
      .split('|')
      .map((cell) => cell.trim())
  const body = lines.slice(at, end)
  const head = body.findIndex((line) => /^\s*\+=/.test(line.text))
  const headCells = body
    .slice(0, Math.max(head, 0))
    .filter((line) => !gridRule.test(line.text))
    .map(cut)
  const names = (headCells[0] ?? []).map((_, column) =>
    headCells
      .map((cells) => cells[column] ?? '')
      .join(' ')
      .trim(),
  )
  const rows = body
    .slice(head + 1)
    .filter((line) => !gridRule.test(line.text))
    .map((line) => ({ line, text: rowText(names, cut(line)) }))
  return { block: tableBlock(body, rows), end }
}

function rowText(names: readonly string[], cells: readonly string[]): string {
  return cells
    .map((cell, column) => ({ name: readRestructured(names[column] ?? ''), value: readRestructured(cell) }))
    .filter((cell) => cell.value !== '')
    .map((cell) => (cell.name === '' ? cell.value : `${cell.name}: ${cell.value}`))
    .join('; ')
}
