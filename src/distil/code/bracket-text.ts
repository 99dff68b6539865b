import type { Span } from './code-surface.ts'

/** Offset of the bracket that closes the one at `open`, or null. `code` has its literals blanked. */
export function matchingBracket(code: string, open: number): number | null {
  let depth = 0
  for (let index = open; index < code.length; index += 1) {
    const char = code.charAt(index)
    if ('([{'.includes(char)) depth += 1
    else if (')]}'.includes(char)) {
      depth -= 1
      if (depth === 0) return index
    }
  }
  return null
}

/** The parts of a list between commas outside brackets. Angle brackets count where they enclose types. */
export function splitTopLevel(code: string, list: Span): readonly Span[] {
  const parts: Span[] = []
  let depth = 0
  let from = list.start
  for (let index = list.start; index < list.end; index += 1) {
    const char = code.charAt(index)
    if ('([{'.includes(char) || (char === '<' && /\w/.test(code.charAt(index - 1)))) depth += 1
    else if (')]}'.includes(char) || (char === '>' && !'=-'.includes(code.charAt(index - 1)) && depth > 0)) depth -= 1
    else if (char === ',' && depth === 0) {
      parts.push({ start: from, end: index })
      from = index + 1
    }
  }
  parts.push({ start: from, end: list.end })
  return parts.filter((part) => code.slice(part.start, part.end).trim() !== '')
}
