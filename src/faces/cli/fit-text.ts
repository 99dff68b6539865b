import stringWidth from 'string-width'

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** The text cut to so many columns, ended by `…` where something was cut. */
export function fitText(text: string, columns: number): string {
  if (columns === Number.POSITIVE_INFINITY || stringWidth(text) <= columns) return text
  let kept = ''
  let width = 0
  for (const { segment } of graphemes.segment(text)) {
    const next = stringWidth(segment)
    if (width + next > columns - 1) break
    kept += segment
    width += next
  }
  return `${kept.trimEnd()}…`
}

/** The text filled with spaces to so many columns. */
export function padText(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - stringWidth(text)))
}
