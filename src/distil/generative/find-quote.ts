import type { Quote } from '../../spec/claim.ts'
import type { SkillPassage } from '../../spec/skills.ts'

export interface FoundQuote {
  readonly quote: Quote
  readonly stamp: 'exact' | 'fuzzy'
}

/**
 * Finds what a model says it has copied: exactly in the passage it names, exactly in the one other passage that holds it,
 * or (fuzzy) once in the passage named, else once in all, with white space, quotation marks, dashes and markup folded.
 * The quote is always the passage's own slice. Null where none of these holds.
 */
export function findQuote(
  passages: readonly SkillPassage[],
  claimed: { readonly passage: number; readonly text: string },
): FoundQuote | null {
  const text = claimed.text.trim()
  if (!/[\p{L}\p{N}]/u.test(text)) return null
  const named = passages[claimed.passage - 1]
  const start = named?.text.indexOf(text) ?? -1
  if (named !== undefined && start !== -1) return { quote: quoteOf(named, start, start + text.length), stamp: 'exact' }
  const holders = passages.filter((passage) => passage.text.includes(text))
  const [holder] = holders
  if (holder !== undefined && holders.length === 1) {
    const at = holder.text.indexOf(text)
    return { quote: quoteOf(holder, at, at + text.length), stamp: 'exact' }
  }
  if (holders.length > 1) return null
  const needle = fold(text).folded.trim()
  if (needle.length < 4) return null
  const inNamed = named === undefined ? null : findFolded(named, needle)
  if (inNamed !== null) return inNamed === 'several' ? null : inNamed
  const found = passages.map((passage) => findFolded(passage, needle)).filter((hit) => hit !== null)
  const [only] = found
  return found.length === 1 && only !== undefined && only !== 'several' ? only : null
}

function findFolded(passage: SkillPassage, needle: string): FoundQuote | 'several' | null {
  const { folded, origin } = fold(passage.text)
  const at = folded.indexOf(needle)
  if (at === -1) return null
  if (folded.indexOf(needle, at + 1) !== -1) return 'several'
  const start = origin[at]
  const last = origin[at + needle.length - 1]
  if (start === undefined || last === undefined) return null
  return { quote: quoteOf(passage, start, last + 1), stamp: 'fuzzy' }
}

function quoteOf(passage: SkillPassage, start: number, end: number): Quote {
  return { passage: passage.id, version: passage.version, start, end, text: passage.text.slice(start, end) }
}

/** What a copy by a model commonly changes: typographic quotes and dashes become plain, emphasis and code marks go. */
const replaced = new Map([
  ...[...'\u2018\u2019\u201a\u201b'].map((mark) => [mark, "'"] as const),
  ...[...'\u201c\u201d\u201e\u00ab\u00bb'].map((mark) => [mark, '"'] as const),
  ...[...'\u2010\u2011\u2012\u2013\u2014\u2212'].map((mark) => [mark, '-'] as const),
  ['`', ''],
  ['*', ''],
  ['\u00ad', ''],
  ['\u200b', ''],
])

/** Markup that begins a line: list bullets, block quotes, headings, comment marks. */
const lineMarkup = /^[ \t]*(?:(?:>|#{1,6}|[-+*]|\/\/+|\/\*+|\*)[ \t]+)+/

/** The folded text with, for each of its UTF-16 units, the offset it comes from. */
function fold(text: string): { readonly folded: string; readonly origin: readonly number[] } {
  let folded = ''
  const origin: number[] = []
  let lineStart = 0
  for (const line of text.split('\n')) {
    const skipped = lineMarkup.exec(line)?.[0].length ?? 0
    for (let at = skipped; at <= line.length; at += 1) {
      const unit = at === line.length ? ' ' : line.charAt(at)
      const made = /\s/.test(unit) ? ' ' : (replaced.get(unit) ?? unit)
      if (made === '' || (made === ' ' && (folded === '' || folded.endsWith(' ')))) continue
      folded += made
      origin.push(lineStart + at)
    }
    lineStart += line.length + 1
  }
  return { folded, origin }
}
