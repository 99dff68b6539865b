import { identifiersOf } from '../../preanswer/guards/identifiers.ts'
import { quantities } from '../../preanswer/guards/quantities.ts'
import { isStopWord } from '../../retrieve/question-terms.ts'
import { stem } from '../../retrieve/stem.ts'

/** What a text that came from elsewhere is compared with. */
export interface Ground {
  /** What it is said to rest on, word for word. */
  readonly quotes: readonly string[]
  /** Where its names may come from, too: the document with its headings; null where only the quotes count. */
  readonly around: Surroundings | null
  /** Least share of its telling words that must stand in the quotes or around them, 0..1. */
  readonly leastShared: number
  /** False where names come from headings that are not at hand. */
  readonly hasNames?: boolean
  /** What was asked: its words may be said again, its numbers and names not. */
  readonly asked?: string
}

/** A text as often compared with: what its words, names and numbers are. */
export interface Surroundings {
  readonly words: ReadonlySet<string>
  readonly stems: ReadonlySet<string>
  readonly numbers: ReadonlySet<string>
  readonly denies: boolean
}

export function surroundings(text: string): Surroundings {
  const plain = `${text}\n${readable(text)}`
  const all = new Set(words(plain))
  return { words: all, stems: new Set([...all].map(stem)), numbers: quantities(plain), denies: denials.test(plain) }
}

const denials =
  /\b(?:not|no|never|none|neither|nor|nothing|nobody|nowhere|cannot|without|except|excluding|unless|impossible|unable)\b|n['’]t\b/iu

/**
 * Why a text cannot rest on its quotes, or null: a number, a name of code or a denial in it stands in none of them, a
 * denial in them has gone from it, or it speaks of other things. It cannot tell whether the text follows from them.
 */
export function whyUnfounded(text: string, { quotes, around, leastShared, hasNames = true, asked = '' }: Ground): string | null {
  const own = surroundings(quotes.join('\n'))
  const said = readable(text)
  for (const value of quantities(said))
    if (!own.numbers.has(value) && !around?.numbers.has(value)) return 'a number in it is not in what it quotes'
  const isThere = (word: string): boolean => own.words.has(word) || (around?.words.has(word) ?? false)
  if (hasNames && [...identifiersOf(said)].some((name) => !words(name).every(isThere))) return 'a name in it is not in what it quotes'
  const isDenial = denials.test(said)
  if (isDenial && !(quotes.length === 0 ? around?.denies : own.denies)) return 'it denies what its quotes do not'
  if (!isDenial && quotes.length > 0 && quotes.map(readable).every(isOneDenial)) return 'it leaves out that its quotes deny'
  const telling = words(said)
    .map(stem)
    .filter((word) => !isStopWord(word))
  const again = new Set(words(asked).map(stem))
  const shared = telling.filter((word) => own.stems.has(word) || around?.stems.has(word) || again.has(word)).length
  return telling.length === 0 || shared / telling.length >= leastShared ? null : 'it speaks of other things than its quotes'
}

/** One sentence that denies; rows of tables and lines of code hold words like these without denying. */
function isOneDenial(quote: string): boolean {
  return denials.test(quote) && /^[\p{Lu}][^|{};=]*[.!?]?$/u.test(quote.trim()) && !/[.!?]\s+\p{Lu}/u.test(quote)
}

/** Without the marks that only set words off. */
function readable(text: string): string {
  return text.replace(/\]\([^)]*\)/g, ']').replace(/(?<![\p{L}\p{N}])[_*]+|[_*]+(?![\p{L}\p{N}])/gu, '')
}

function words(text: string): readonly string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}$]+/gu) ?? []
  )
}
