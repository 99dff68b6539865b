import type { PassageText } from './passage-text.ts'

/**
 * What a line of a passage is said under, as text: of a table its header, of lists and code the lines around it that are
 * indented less, from the outside in. A paragraph has none.
 */
export function surroundings({ kind, text }: Pick<PassageText, 'kind' | 'text'>, offset: number): readonly string[] {
  if (kind === 'prose') return []
  if (kind === 'table') return header(text)
  const lines = text.slice(0, offset).split(/\r\n?|\n/)
  const own = (lines.pop() ?? '') + (/^[^\r\n]*/.exec(text.slice(offset))?.[0] ?? '')
  const found: string[] = []
  let depth = indentation(own)
  for (let at = lines.length - 1; at >= 0 && depth > 0; at--) {
    const line = lines[at] ?? ''
    if (line.trim() === '' || indentation(line) >= depth) continue
    depth = indentation(line)
    found.unshift(folded(line))
  }
  return found
}

/** A long table goes on in further passages, which have none. */
function header(text: string): readonly string[] {
  const [first = '', rule = ''] = text.trimStart().split(/\r?\n/, 2)
  return rule.includes('-') && /^[\s|:-]+$/.test(rule) ? [folded(first)] : []
}

function indentation(line: string): number {
  return line.length - line.trimStart().length
}

function folded(line: string): string {
  return line.replace(/\s+/g, ' ').trim()
}
