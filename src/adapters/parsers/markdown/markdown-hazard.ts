/** The Markdown parser's work grows with the square of these; real documents stay far below. */
const longestParagraph = 60_000
const deepestNesting = 100
const longestLine = 40_000
const mostDelimiters = 4_000

/** Why a text would take the Markdown parser too long, or null. Linear in the text. */
export function markdownHazard(text: string): string | null {
  let paragraph = 0
  let delimiters = 0
  let from = 0
  while (from < text.length) {
    const newline = text.indexOf('\n', from)
    const end = newline === -1 ? text.length : newline
    const line = text.slice(from, end)
    if (line.length > longestLine) return `a line of ${line.length} characters`
    if (nesting(line) > deepestNesting) return `blocks nested more than ${deepestNesting} deep`
    if (line.trim() === '') {
      paragraph = 0
      delimiters = 0
    } else {
      paragraph += line.length
      delimiters += line.match(/[[\]*_~`<&!|]/g)?.length ?? 0
    }
    if (paragraph > longestParagraph) return `a paragraph of more than ${longestParagraph} characters`
    if (delimiters > mostDelimiters) return `a paragraph with more than ${mostDelimiters} marks`
    from = end + 1
  }
  return null
}

function nesting(line: string): number {
  return /^(?:[ \t]*(?:>|[-*+](?=\s)|\d{1,9}[.)](?=\s)))*/.exec(line)?.[0].replace(/[^>*+.)-]/g, '').length ?? 0
}
