import type { Table } from 'mdast'
import type { DraftUnit } from '../draft.ts'
import { offsets } from './offsets.ts'
import { readingText } from './prose-units.ts'

/** One unit a row, read as `Header: cell; Header: cell`; empty cells are left out. A table of a header alone gives that. */
export function tableUnits(table: Table, source: string): readonly DraftUnit[] {
  const [head, ...rows] = table.children
  if (head === undefined) return []
  const names = head.children.map((cell) => readingText(cell.children, source))
  if (rows.length === 0) return [{ ...offsets(head), text: names.filter((name) => name !== '').join('; '), embed: true }]
  return rows.map((row) => ({
    ...offsets(row),
    text: row.children
      .map((cell, column) => ({ name: names[column] ?? '', value: readingText(cell.children, source) }))
      .filter((cell) => cell.value !== '')
      .map((cell) => (cell.name === '' ? cell.value : `${cell.name}: ${cell.value}`))
      .join('; '),
    embed: true,
  }))
}
