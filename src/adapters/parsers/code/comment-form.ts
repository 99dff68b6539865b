import { foldSpace } from '../fold-space.ts'
import { type Span, splitSentences } from '../split-sentences.ts'
import { commentParts } from './comment-parts.ts'

export interface CommentSentence extends Span {
  readonly text: string
  /** The tag it belongs to (`deprecated`, `param`), or null in the description. */
  readonly tag: string | null
}

/** A comment or docstring as prose: offsets are of the document. */
export interface CommentForm {
  /** All text but fenced examples, without markers, lines trimmed. */
  readonly text: string
  readonly sentences: readonly CommentSentence[]
}

const opening = /\/\*[*!]*|\*+\//g
const lineMarker = /^([ \t]*)(?:\/\/[/!]*|\*(?!\*)|#+(?![![])|--|;+)(?=[ \t\r]|$|[^\s])/gm
const quotes = /^([ \t]*[rRuUbBfF]{0,2})("""|'''|"|')|("""|'''|"|')(?=\s*$)/g

/**
 * Reads the comment in `source[start..end)`: markers are blanked in place, so offsets stay, then prose is split into
 * sentences; a tag (`@param`) starts a new one. Fenced code and `@example` blocks are left out.
 */
export function commentForm(source: string, start: number, end: number, style: 'comment' | 'docstring' = 'comment'): CommentForm {
  const raw = source.slice(start, end)
  const blank = (piece: string): string => piece.replace(/[^\r\n]/g, ' ')
  const bare = style === 'docstring' ? raw.replace(quotes, blank) : raw.replace(opening, blank).replace(lineMarker, blank)
  const prose = bare
    .replace(/^[ \t]*(```|~~~)[\s\S]*?(?:^[ \t]*\1|$(?![\s\S]))/gm, blank)
    .replace(/<!--[\s\S]*?-->|^[ \t]*#{1,6}[ \t]+\S.{0,60}$/gm, blank)
    .replace(/^[ \t]*@example\b[\s\S]*?(?=^[ \t]*@\w|$(?![\s\S]))/gm, blank)
    .replace(/\{@(?:link|linkcode|linkplain|code)\s+([^}|]*?)(?:\|[^}]*)?\}/g, (whole, name: string) =>
      `${' '.repeat(whole.length - name.length - 1)}${name} `.slice(0, whole.length),
    )
    .replace(/<\/?(?:p|b|i|em|strong|code|ul|li|br|pre|h\d)\s*\/?>/gi, blank)
  const sentences: CommentSentence[] = []
  let tag: string | null = null
  for (const part of commentParts(prose)) {
    for (const span of splitSentences(prose.slice(part.start, part.end))) {
      const text = prose.slice(part.start + span.start, part.start + span.end)
      const named = /^@([a-zA-Z]+)/.exec(text)
      if (named !== null) tag = named[1]?.toLowerCase() ?? null
      const reading = readLine(tagReading(text).replace(/`/g, ''))
      const at = start + part.start
      if (/\p{L}/u.test(reading)) sentences.push({ start: at + span.start, end: at + span.end, text: reading, tag })
    }
  }
  const lines = prose.split(/\r?\n/).map(readLine)
  const text = lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
  return { text, sentences }
}

// Blanked markup leaves a space before a full stop.
function readLine(line: string): string {
  return foldSpace(line).replace(/ (?=[.,;:!?](?:\s|$))/g, '')
}

const tagWords: Readonly<Record<string, string>> = {
  deprecated: 'Deprecated:',
  default: 'Default:',
  defaultvalue: 'Default:',
  returns: 'Returns',
  return: 'Returns',
  throws: 'Throws',
  see: 'See',
  since: 'Since',
  param: 'Parameter',
  remarks: '',
  description: '',
  summary: '',
}

function tagReading(text: string): string {
  return text.replace(/^@([a-zA-Z]+)\s*(?:\{[^}]*\}\s*)?/, (whole, name: string) => {
    const word = tagWords[name.toLowerCase()]
    return word === undefined ? whole : `${word} `
  })
}
