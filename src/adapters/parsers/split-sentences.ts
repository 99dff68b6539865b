import { trimSpan } from './trim-span.ts'

export interface Span {
  readonly start: number
  readonly end: number
}

/** `app.get()` and `iPhone` begin sentences, though ICU never breaks before a lower-case letter. */
const lowerName = /(?<=[.!?]\s)\p{Ll}\w*(?:[._(]\w|\(\)|\p{Lu})(?:[\w$.()]*[\w$)])?/gu

/** Longer sentences are cut at a clause or a space: the embedder reads about 1,000 characters. */
const longest = 700

const titles =
  'Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Sgt|Capt|Cmdr|Adm|Rev|Hon|Gov|Sen|Rep|St|Mt|Ft|vs|cf|viz|al|approx|ca|incl|resp|Fig|Figs|Eq|Sec|Ch|Vol|vol|pp|Art|Ref|ed|eds|trans|fl|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec'
const neverEnds = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${titles}|[eE]\\.g|[iI]\\.e|[eE]g|ie|p|c|Nos?(?=\\.\\s?\\d)|no(?=\\.\\s\\d))\\.(?=[\\s,;:)])`,
  'gu',
)
const starters =
  'The|This|That|These|Those|It|Its|In|On|At|A|An|As|If|When|While|Where|You|We|He|She|They|For|From|By|But|And|However|There|To|Use|With|After|Before|His|Her|Their|One|Some|Many|Most|Since|Although|During|Note|See|Also'
const mayEnd = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:etc|Inc|Ltd|Co|Corp|Jr|Sr|Bros|[ap]\\.m|Ph\\.D|(?:\\p{Lu}\\.)+\\p{Lu}|\\p{Lu})\\.(?=\\s)(?!\\s+(?:${starters})\\s)`,
  'gu',
)
const inlineCode = /(`+)(?!`)[^`][\s\S]*?(?<!`)\1(?!`)/g
const address = /\b(?:https?|ftp|file|mailto):[^\s<>]*[^\s<>.,;:!?'")\]]/g
const citation = /([.!?]["\u201d')]*)((?:\[[^\]\s]{1,12}\])+)(?=\s|$)/g

/**
 * Splits prose into sentences, as spans without white space at their ends. `Intl.Segmenter` proposes; never split are
 * inline code, addresses, abbreviations, initials, versions and names with dots, numbered starts, and before a lower-case letter.
 * Line ends count as spaces, blank lines as ends. `keep` are further spans (offsets in `text`) that stay whole.
 */
export function splitSentences(text: string, keep: readonly Span[] = []): readonly Span[] {
  const spans: Span[] = []
  const hidden = { text: hideSpans(text, keep), starts: new Set(keep.map((span) => span.start)) }
  let from = 0
  for (const gap of text.matchAll(/\n[ \t\r]*\n/g)) {
    splitParagraph(text, from, gap.index, hidden, spans)
    from = gap.index + gap[0].length
  }
  splitParagraph(text, from, text.length, hidden, spans)
  return spans
}

interface Hidden {
  /** The text with the kept spans hidden, and where they start. */
  readonly text: string
  readonly starts: ReadonlySet<number>
}

/** Longer paragraphs are no prose; they are cut first, so that work stays linear. */
const longestParagraph = 16_000

function splitParagraph(text: string, from: number, to: number, hidden: Hidden, spans: Span[]): void {
  for (let start = from; start < to; ) {
    let end = Math.min(to, start + longestParagraph)
    const space = end < to ? text.lastIndexOf(' ', end) : -1
    if (space > start + longestParagraph / 2) end = space
    splitWindow(text, trimSpan(text, start, end), hidden, spans)
    start = end
  }
}

function splitWindow(text: string, whole: Span, hidden: Hidden, spans: Span[]): void {
  if (whole.end <= whole.start) return
  let start = whole.start
  for (const at of boundaries(hide(hidden.text.slice(whole.start, whole.end)), whole.start)) {
    if (at <= start || at >= whole.end || !mayBreak(text, start, at, hidden.starts.has(at))) continue
    pushSentence(text, start, at, spans)
    start = at
  }
  pushSentence(text, start, whole.end, spans)
}

function boundaries(hidden: string, offset: number): readonly number[] {
  if (!/[.!?\u2026\u3002\uff01\uff1f]/.test(hidden)) return []
  const found: number[] = []
  for (const { index } of segmenter.segment(hidden)) found.push(offset + index)
  return found
}

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' })

function mayBreak(text: string, start: number, at: number, isCode: boolean): boolean {
  const before = text[at - 1] ?? ''
  const isWide = /[\u3002\uff01\uff1f]/.test(before)
  if (!isWide && !/\s/.test(before)) return false
  if (!isCode && isLowerWord(text.slice(at, at + 24))) return false
  const sentence = text.slice(start, at)
  if (!/\p{L}/u.test(sentence)) return false
  return !/^\s*(?:\d+|[a-zA-Z]|[ivx]+)[.)]\s*$/.test(sentence)
}

/** Whether a plain lower-case word begins here; names (`iPhone`, `app.get`, `foo_bar`) may begin a sentence. */
function isLowerWord(text: string): boolean {
  return /^["'\u201c\u2018([]*\p{Ll}/u.test(text) && !/^[\p{L}\p{N}]*(?:[.(_:]\S|\p{Lu})/u.test(text)
}

function hideSpans(text: string, keep: readonly Span[]): string {
  const pieces: string[] = []
  let from = 0
  for (const span of [...keep].sort((a, b) => a.start - b.start)) {
    if (span.start < from) continue
    pieces.push(text.slice(from, span.start), stand(span.end - span.start))
    from = span.end
  }
  return pieces.join('') + text.slice(from)
}

/** The paragraph with the same length in which only real sentence ends look like ends. */
function hide(paragraph: string): string {
  return paragraph
    .replace(inlineCode, (code) => stand(code.length))
    .replace(address, (url) => stand(url.length))
    .replace(citation, (_, end: string, marks: string) => `${stand(end.length + marks.length - 1)}.`)
    .replace(neverEnds, (word) => stand(word.length))
    .replace(mayEnd, (word) => stand(word.length))
    .replace(/\.{3}(?=\s)/g, (dots) => (dots.length === 3 ? 'xx.' : dots))
    .replace(lowerName, (name) => stand(name.length))
    .replace(/[\r\n\t\u2028\u2029\u0085\f\v]/g, ' ')
}

// A capital the abbreviation rules do not know, so that a sentence may begin with hidden code.
function stand(length: number): string {
  return '\u0416'.repeat(length)
}

function pushSentence(text: string, from: number, to: number, spans: Span[]): void {
  let { start, end } = trimSpan(text, from, to)
  while (end - start > longest) {
    const cut = clauseEnd(text, start)
    const piece = trimSpan(text, start, cut)
    spans.push(piece)
    start = trimSpan(text, cut, end).start
  }
  if (end > start) spans.push({ start, end })
}

function clauseEnd(text: string, start: number): number {
  const window = text.slice(start, start + longest)
  const clause = Math.max(window.lastIndexOf('; '), window.lastIndexOf(', '))
  if (clause > longest / 2) return start + clause + 1
  const space = Math.max(window.lastIndexOf(' '), window.lastIndexOf('\n'))
  if (space > longest / 2) return start + space
  const last = text.charCodeAt(start + longest - 1)
  return start + longest - (last >= 0xd800 && last < 0xdc00 ? 1 : 0)
}
