import stringWidth from 'string-width'
import { fitText, padText } from './fit-text.ts'
import { wrapText } from './wrap-text.ts'

export interface TableColumn {
  readonly title: string
  readonly align?: 'left' | 'right'
}

/**
 * Rows as aligned columns, two spaces apart; the last column is cut so that a line fits into `width`. Titles are left out
 * where all are empty. Returns lines without a trailing line break.
 */
export function formatTable(columns: readonly TableColumn[], rows: readonly (readonly string[])[], width: number): readonly string[] {
  const titles = columns.map((column) => column.title)
  const lines = titles.every((title) => title === '') ? rows : [titles, ...rows]
  const widths = columns.map((_, index) => Math.max(0, ...lines.map((line) => stringWidth(line[index] ?? ''))))
  const last = columns.length - 1
  const before = widths.slice(0, last).reduce((sum, columnWidth) => sum + columnWidth + 2, 0)
  return lines.map((line) =>
    columns
      .map((column, index) => {
        const text = line[index] ?? ''
        if (index === last) return fitText(text, Math.max(12, width - before))
        const columnWidth = widths[index] ?? 0
        return column.align === 'right' ? ' '.repeat(Math.max(0, columnWidth - stringWidth(text))) + text : padText(text, columnWidth)
      })
      .join('  ')
      .trimEnd(),
  )
}

/** Label and value lines, labels aligned, values wrapped under themselves: `documents  85`. */
export function formatPairs(
  pairs: readonly (readonly [string, string])[],
  width: number,
  indent = '  ',
  options: Parameters<typeof wrapText>[2] = {},
): readonly string[] {
  const labels = Math.max(0, ...pairs.map(([label]) => stringWidth(label)))
  const room = Math.max(16, width - indent.length - labels - 2)
  return pairs.flatMap(([label, value]) =>
    wrapText(value, room, options).map((line, index) => `${indent}${padText(index === 0 ? label : '', labels)}  ${line}`.trimEnd()),
  )
}
