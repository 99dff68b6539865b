export interface SourceLine {
  readonly start: number
  /** Without the line end. */
  readonly end: number
  readonly text: string
  readonly indent: number
  readonly isBlank: boolean
}

/** The lines of a text with their offsets; a tab indents to the next multiple of 8. */
export function sourceLines(text: string): readonly SourceLine[] {
  const lines: SourceLine[] = []
  let start = 0
  while (start <= text.length) {
    const newline = text.indexOf('\n', start)
    const next = newline === -1 ? text.length + 1 : newline + 1
    const end = newline === -1 ? text.length : text[newline - 1] === '\r' ? newline - 1 : newline
    const line = text.slice(start, Math.max(start, end))
    lines.push({ start, end: Math.max(start, end), text: line, indent: indentOf(line), isBlank: line.trim() === '' })
    start = next
  }
  return lines
}

function indentOf(line: string): number {
  let columns = 0
  for (const character of line) {
    if (character === ' ') columns++
    else if (character === '\t') columns += 8 - (columns % 8)
    else break
  }
  return columns
}
