import type { CommentSpan, Span } from './code-surface.ts'
import { type DocLine, docLines } from './doc-lines.ts'
import { type DocSentence, docSentences } from './doc-sentences.ts'
import { type DocTagName, docTagOf } from './doc-tag.ts'

/** A labelled part of a comment: `@param x …`, `Raises:`, `# Panics`. */
export interface DocTag {
  readonly name: DocTagName
  /** The parameter's or error's name, where the tag carries one. */
  readonly argument: string | null
  readonly sentences: readonly DocSentence[]
}

/** What a comment says, by part. Spans are those of the text the comment stands in. */
export interface DocComment {
  readonly span: Span
  /** Whether its form marks documentation, as opposed to a remark. */
  readonly documents: boolean
  /** Sentences of the description, in order. */
  readonly body: readonly DocSentence[]
  /** How many of `body` belong to the first paragraph. */
  readonly leadCount: number
  readonly tags: readonly DocTag[]
  /** Code shown as an example, without fences, with the heading line before it where there is one. */
  readonly examples: readonly Span[]
}

interface OpenTag {
  readonly name: DocTagName
  readonly argument: string | null
  /** A section holds entries (`Args:`) at this indent; -1 for a tag that holds text. */
  readonly entriesIndent: number
  readonly lines: DocLine[]
}

/** Reads JSDoc, Javadoc, Go, rustdoc and the three docstring styles into description, tags and examples. */
export function docComment(text: string, comment: CommentSpan): DocComment {
  const lines = docLines(text, comment)
  const body: DocSentence[] = []
  const tags: DocTag[] = []
  const examples: Span[] = []
  let leadCount = 0
  let paragraph: DocLine[] = []
  let open: OpenTag | null = null

  const endParagraph = (): void => {
    const sentences = docSentences(paragraph)
    if (body.length === 0) leadCount = sentences.length
    body.push(...sentences)
    paragraph = []
  }
  const endTag = (): void => {
    if (open !== null && open.lines.length > 0) tags.push({ name: open.name, argument: open.argument, sentences: docSentences(open.lines) })
    else if (open !== null && open.name === 'deprecated') tags.push({ name: open.name, argument: null, sentences: [] })
  }

  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index]
    if (line === undefined) continue
    const block = exampleAt(lines, index)
    if (block !== null) {
      endParagraph()
      if (block.span !== null && (open === null || open.name === 'example' || open.name === 'other')) examples.push(block.span)
      index = block.last
      continue
    }
    const tag = docTagOf(line, lines[index + 1], comment.documents)
    if (tag !== null) {
      endParagraph()
      endTag()
      open = { name: tag.name, argument: tag.argument, entriesIndent: tag.holdsEntries ? line.indent + 1 : -1, lines: [] }
      if (tag.rest !== null) open.lines.push(tag.rest)
      if (tag.skipNext) index += 1
      continue
    }
    if (open !== null) {
      const entry: DocTag['argument'] | undefined = open.entriesIndent >= 0 ? entryName(line, lines, index, open.entriesIndent) : undefined
      if (entry !== undefined && entry !== null) {
        endTag()
        const colon = line.text.indexOf(':')
        const rest = colon === -1 ? '' : line.text.slice(colon + 1)
        const lead = rest.length - rest.trimStart().length
        const at = { text: rest.trim(), start: line.start + colon + 1 + lead, indent: line.indent }
        open = { name: open.name, argument: entry, entriesIndent: open.entriesIndent, lines: rest.trim() === '' ? [] : [at] }
        continue
      }
      const closes = line.text === '' && open.entriesIndent === -1 && !comment.documents
      if (closes) {
        endTag()
        open = null
        continue
      }
      if (line.text !== '' || open.lines.length === 0) open.lines.push(line)
      continue
    }
    if (line.text === '' || isRule(line.text)) {
      endParagraph()
      continue
    }
    if (/^(?:[-*+•]|\d+[.)])\s/.test(line.text)) endParagraph()
    paragraph.push(line)
  }
  endParagraph()
  endTag()
  return { span: comment, documents: comment.documents, body, leadCount, tags, examples }
}

function isRule(text: string): boolean {
  return !/[\p{L}\p{N}]/u.test(text) || /^([-=*~#/_.])\1{3,}/.test(text)
}

/** `name (type): text` or, in numpy's style, `name : type` opening an entry of a section. */
function entryName(line: DocLine, lines: readonly DocLine[], index: number, indent: number): string | null {
  if (line.text === '') return null
  const previous = lines.slice(0, index).findLast((other) => other.text !== '')
  if (line.indent < indent - 1 || (previous !== undefined && line.indent > previous.indent && /[^:]$/.test(previous.text))) return null
  const match = /^`{0,2}(\*{0,2}[A-Za-z_][\w.]*)`{0,2}(?:\s*\([^)]*\))?\s*:(?:\s|$)/.exec(line.text)
  return match?.[1] ?? null
}

/** A fenced block, doctest lines, or a block indented under a paragraph. */
function exampleAt(lines: readonly DocLine[], index: number): { readonly span: Span | null; readonly last: number } | null {
  const line = lines[index]
  if (line === undefined) return null
  if (line.text.startsWith('```')) {
    const close = lines.findIndex((other, at) => at > index && other.text.startsWith('```'))
    const last = close === -1 ? lines.length - 1 : close
    return { span: spanOf(lines.slice(index + 1, close === -1 ? lines.length : close)), last }
  }
  if (line.text.startsWith('>>>')) {
    let last = index
    while ((lines[last + 1]?.text ?? '') !== '') last += 1
    return { span: spanOf(lines.slice(index, last + 1)), last }
  }
  return null
}

function spanOf(lines: readonly DocLine[]): Span | null {
  const filled = lines.filter((line) => line.text !== '')
  const first = filled[0]
  const last = filled.at(-1)
  if (first === undefined || last === undefined) return null
  return { start: first.start, end: last.start + last.text.length }
}
