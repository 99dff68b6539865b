import type { Span } from './code-surface.ts'
import type { DocLine } from './doc-lines.ts'

/** A sentence of a comment: its reading form, and the span of the text that holds it, marks between lines included. */
export interface DocSentence extends Span {
  readonly text: string
}

const abbreviation = /(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|resp|incl|No|Fig|Sec|Mr|Dr|St)|\b[A-Z])\.$/

/** Splits the lines of one paragraph into sentences. A sentence ends at `.`, `!` or `?` before white space and a new beginning. */
export function docSentences(lines: readonly DocLine[]): readonly DocSentence[] {
  const { text, offsets } = joined(lines)
  const sentences: DocSentence[] = []
  let from = 0
  const boundary = /[.!?](?:["'`)\]]*)(?=\s|$)/g
  for (const match of text.matchAll(boundary)) {
    const end = match.index + match[0].length
    const head = text.slice(from, end)
    const next = text.slice(end).trimStart()
    if (next !== '' && !/^[A-Z0-9`"'([{@<$_*-]/.test(next)) continue
    if (abbreviation.test(text.slice(from, match.index + 1)) && next !== '') continue
    if (!isBalanced(head) && next !== '') continue
    push(sentences, text, offsets, from, end)
    from = end
  }
  push(sentences, text, offsets, from, text.length)
  return sentences
}

/** The reading form of documentation text: inline tags, HTML and roles resolved, white space folded. */
export function readingForm(text: string): string {
  if (!/[{:`<[&]/.test(text)) return text.replace(/\s+/g, ' ').trim()
  return text
    .replace(/\{@(?:code|literal|value)\s+([^{}]*)\}/g, '`$1`')
    .replace(/\{@(?:link|linkcode|linkplain)\s+([^{}|\s]+)(?:\s*\|\s*|\s+)([^{}]+)\}/g, '$2')
    .replace(/\{@(?:link|linkcode|linkplain)\s+#?([^{}]*)\}/g, '`$1`')
    .replace(/\{@inheritDoc\}/g, '')
    .replace(/:[a-z]+:`~?([^`<]+)(?:\s*<[^`]*>)?`/g, '`$1`')
    .replace(/``([^`]+)``/g, '`$1`')
    .replace(/\[(`[^`]+`)\](?:\([^)]*\)|\[[^\]]*\])?/g, '$1')
    .replace(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replace(/<\/?(?:p|br|em|i|b|strong|ul|ol|li|pre|a|code|tt)\b[^>]*>/gi, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replace(/&nbsp;/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

function joined(lines: readonly DocLine[]): { readonly text: string; readonly offsets: readonly number[] } {
  const pieces: string[] = []
  const offsets: number[] = []
  for (const line of lines) {
    if (line.text === '') continue
    if (pieces.length > 0) {
      pieces.push(' ')
      offsets.push(line.start)
    }
    pieces.push(line.text)
    for (let index = 0; index < line.text.length; index += 1) offsets.push(line.start + index)
  }
  return { text: pieces.join(''), offsets }
}

function push(sentences: DocSentence[], text: string, offsets: readonly number[], from: number, end: number): void {
  const raw = text.slice(from, end)
  const lead = raw.length - raw.trimStart().length
  const first = offsets[from + lead]
  const last = offsets[from + raw.trimEnd().length - 1]
  const reading = readingForm(raw)
  if (first === undefined || last === undefined || reading === '') return
  sentences.push({ text: reading, start: first, end: last + 1 })
}

function isBalanced(text: string): boolean {
  const ticks = text.match(/`/g)?.length ?? 0
  const opens = text.match(/[([]/g)?.length ?? 0
  const closes = text.match(/[)\]]/g)?.length ?? 0
  return ticks % 2 === 0 && opens <= closes
}
