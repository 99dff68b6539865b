import type { Quote } from '../spec/claim.ts'
import type { Digest } from '../spec/digest.ts'

/**
 * The quote at its place in the passage's next version, or null. It holds only where the whole of what it stands in, its
 * lines and sentences, is still there unchanged, and once: an edit inside the sentence, or a second copy, withdraws it.
 */
export function rebaseQuote(quote: Quote, before: string, after: { readonly version: Digest; readonly text: string }): Quote | null {
  if (before.slice(quote.start, quote.end) !== quote.text || quote.text === '') return null
  const from = sentenceStart(before, quote.start)
  const whole = before.slice(from, sentenceEnd(before, quote.end))
  const at = after.text.indexOf(whole)
  if (at < 0 || after.text.indexOf(whole, at + 1) >= 0) return null
  const start = at + quote.start - from
  if (sentenceStart(after.text, start) !== at || sentenceEnd(after.text, start + quote.text.length) !== at + whole.length) return null
  return { ...quote, version: after.version, start, end: start + quote.text.length }
}

const ends = /[.!?]["'”’)\]]*(?=\s)/g

/** Where the line or sentence begins that holds this offset. */
function sentenceStart(text: string, offset: number): number {
  const line = text.lastIndexOf('\n', offset - 1) + 1
  let start = line
  for (const match of text.slice(line, offset).matchAll(ends)) start = line + match.index + match[0].length
  while (start < offset && /\s/.test(text[start] ?? '')) start += 1
  return start
}

/** Where the line or sentence ends that the text before this offset ends in. */
function sentenceEnd(text: string, offset: number): number {
  if (/[.!?]["'”’)\]]*$/.test(text.slice(Math.max(0, offset - 3), offset)) && /^\s|^$/.test(text.slice(offset, offset + 1))) return offset
  const newline = text.indexOf('\n', offset)
  const line = newline < 0 ? text.length : newline
  const match = text.slice(offset, line).search(/[.!?]["'”’)\]]*(?=\s|$)/)
  if (match < 0) return line
  const tail = /^[.!?]["'”’)\]]*/.exec(text.slice(offset + match))
  return offset + match + (tail?.[0].length ?? 0)
}
