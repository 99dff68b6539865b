import { citedSentences } from '../../preanswer/generative/cited-sentences.ts'
import { plainQuote } from '../../preanswer/plain-quote.ts'
import { normaliseQuestion } from '../../spec/normalise-question.ts'
import type { BundleEntry } from './bundle-format.ts'
import { whyUnfounded } from './rests-on.ts'

/** Least share of a sentence's telling words that its quotes must hold. */
const leastShared = 0.5

/**
 * Why an answer of a bundle is not taken, or null. What quotations say is what they quote; the lines of a list each rest
 * on their quote; every sentence that a model wrote cites quotes that hold its numbers, names and denials.
 */
export function whyEntryRefused(entry: BundleEntry): string | null {
  const isAsked = entry.keys.some(({ text }) => normaliseQuestion(text) === normaliseQuestion(entry.question))
  if (!isAsked) return 'none of its keys is its question'
  if (entry.notes.some((note) => !isKnownNote(note, entry))) return 'its notes are none that Reverie writes'
  if (entry.shape === 'list') return whyListRefused(entry)
  return entry.shape === 'prose' ? whyProseRefused(entry) : whyQuotationRefused(entry)
}

function whyQuotationRefused({ text, quotes }: BundleEntry): string | null {
  const joined = (plain: (quote: string) => string) => quotes.map((quote) => plain(quote.text)).join('\n\n')
  return text === joined(plainQuote) || text === joined((quote) => quote.trim()) ? null : 'its text is not what it quotes'
}

/** What a list's members are called comes from headings; that they are the members, and all, is checked before it is served. */
function whyListRefused({ text, quotes }: BundleEntry): string | null {
  const lines = text.split('\n')
  if (lines.length !== quotes.length) return 'it lists more or less than it quotes'
  for (const [at, line] of lines.entries()) {
    const said = line.replace(/^- (?:`[^`]*`)?/, '')
    const why = line.startsWith('- ')
      ? whyUnfounded(said, { quotes: [quotes[at]?.text ?? ''], around: null, leastShared, hasNames: false })
      : 'it is no list'
    if (why !== null) return why
  }
  return null
}

function whyProseRefused({ question, text, quotes }: BundleEntry): string | null {
  const sentences = citedSentences(text)
  if (sentences.length === 0) return 'it says nothing'
  for (const { text: said, citations } of sentences) {
    const cited = citations.flatMap((number) => quotes[number - 1]?.text ?? [])
    if (cited.length === 0 || cited.length < citations.length) return 'a sentence of it cites nothing'
    const why = whyUnfounded(said, { quotes: cited, around: null, leastShared, asked: question })
    if (why !== null) return why
  }
  // Lines that only introduce others cite nothing; what they say is weighed with the rest.
  const all = text.replace(/\[\d+\]/g, ' ')
  return whyUnfounded(all, { quotes: quotes.map((quote) => quote.text), around: null, leastShared, asked: question })
}

/** The notes that the reader leaves: on differing values, and on what the question says and the quotation does not. */
function isKnownNote(note: string, { question, quotes }: BundleEntry): boolean {
  const paths = new Set(quotes.map(({ path }) => path)).size
  if (note === `${paths} files give different values, newest first.`) return paths > 1
  if (note === `${quotes.length} passages give different values.`) return true
  const said = /^The question (?:says|names) (.{1,100}?), (?:the quotation|its passage) [\p{L}\p{N} '-]{1,60}\.$/u.exec(note)?.[1]
  return said !== undefined && question.toLowerCase().includes((said.split(' ')[0] ?? '').toLowerCase())
}
