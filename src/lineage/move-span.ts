/** Offsets in a text, `end` exclusive. */
interface Span {
  readonly start: number
  readonly end: number
}

/**
 * Where a span of a text stands in the text's next version, or null. It holds only where the whole of what it stands in,
 * its lines and sentences, is still there unchanged, and once: an edit inside the sentence, or a second copy, withdraws it.
 */
export function moveSpan({ start: oldStart, end: oldEnd }: Span, before: string, after: string): Span | null {
  const length = oldEnd - oldStart
  if (length <= 0) return null
  const from = sentenceStart(before, oldStart)
  const whole = before.slice(from, sentenceEnd(before, oldEnd))
  const at = after.indexOf(whole)
  if (at < 0 || after.indexOf(whole, at + 1) >= 0) return null
  const start = at + oldStart - from
  if (sentenceStart(after, start) !== at || sentenceEnd(after, start + length) !== at + whole.length) return null
  return { start, end: start + length }
}

/** A sentence ends where another begins or the line does; what goes on in small letters (`e.g. this`) is the same one. */
const ends = /[.!?]["'”’)\]]*(?=\s+[^\p{Ll}\s]|\s*$)/gu

/** Where the line or sentence begins that holds this offset. */
function sentenceStart(text: string, offset: number): number {
  const line = text.lastIndexOf('\n', offset - 1) + 1
  let start = line
  for (const match of text.slice(line, lineEnd(text, offset)).matchAll(ends)) {
    const end = line + match.index + match[0].length
    if (end <= offset) start = end
  }
  while (start < offset && /\s/.test(text[start] ?? '')) start += 1
  return start
}

/** Where the line or sentence ends that the text before this offset ends in. */
function sentenceEnd(text: string, offset: number): number {
  if (/[.!?]["'”’)\]]*$/.test(text.slice(Math.max(0, offset - 3), offset)) && /^\s|^$/.test(text.slice(offset, offset + 1))) return offset
  const line = lineEnd(text, offset)
  const [match] = text.slice(offset, line).matchAll(ends)
  return match === undefined ? line : offset + match.index + match[0].length
}

function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset)
  return newline < 0 ? text.length : newline
}
