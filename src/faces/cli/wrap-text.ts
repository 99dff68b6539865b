import stringWidth from 'string-width'

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/**
 * The text broken at spaces into lines of so many columns. A word that is longer keeps its line to itself, so that a path can
 * be copied; with `breaksWords` it is broken where the line ends.
 */
export function wrapText(text: string, columns: number, { breaksWords = false } = {}): readonly string[] {
  const lines: string[] = []
  let line = ''
  const words = text.split(' ').flatMap((word) => (breaksWords ? pieces(word, columns) : [word]))
  for (const word of words) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && stringWidth(longer) > columns) {
      lines.push(line)
      line = word
    } else {
      line = longer
    }
  }
  return [...lines, line]
}

/** A word as it stands, or in pieces of at most so many columns; the last one may be joined by the next word. */
function pieces(word: string, columns: number): readonly string[] {
  if (stringWidth(word) <= columns) return [word]
  const found: string[] = []
  let piece = ''
  let width = 0
  for (const { segment } of graphemes.segment(word)) {
    const next = stringWidth(segment)
    if (piece !== '' && width + next > columns) {
      found.push(piece)
      piece = ''
      width = 0
    }
    piece += segment
    width += next
  }
  return [...found, piece]
}
