/** A quotation as a person reads it: a comment without its markers, a table's row without its padding; everything else as it stands. */
export function plainQuote(text: string): string {
  const trimmed = text.trim().replace(/^\|.*\|$/gm, (row) => row.replace(/ {2,}/g, ' '))
  const lines = trimmed.split(/\r?\n/)
  const marked =
    /^\/\*\*?|\*\/\s*$|\*\/\s*\n/.test(trimmed) ||
    (lines.length > 1 && lines.slice(1).every((line) => /^\s*(?:\*|\/\/|#)(?:\s|\/|$)/.test(line)))
  if (!marked && !lines.every((line) => /^\s*\/\/[/!]?\s/.test(line))) return trimmed
  return lines
    .map((line) => line.replace(/^\s*(?:\/\*\*?|\*\/|\*(?!\/)|\/\/[/!]?|#)\s?/, '').replace(/\s*\*\/\s*/, '\n'))
    .join('\n')
    .replace(/\n{2,}/g, '\n')
    .trim()
}
