import { foldText } from '../../retrieve/fold-text.ts'
import { tokenise } from '../../retrieve/tokenise.ts'
import type { Guard } from './guard.ts'
import { isMeasure } from './quantities.ts'

const capitalised = /(?<![\p{L}\p{N}_.`])\p{Lu}[\p{L}\p{N}\p{M}'’&-]*/gu
const askingWords = new Set(
  'i what when where who whom whose which why how is are was were do does did can could should would will has have had the a an in on at of to for from by with and or if it its this that these those there according during after before name list give explain describe define tell show may must'.split(
    ' ',
  ),
)

/**
 * The named things of a text, lower-cased: words with a capital that do not only begin the sentence. A text typed
 * without capitals, or in Title Case throughout, names none.
 */
export function namesOf(text: string): ReadonlySet<string> {
  const folded = foldText(text)
  const all = folded.match(/[\p{L}\p{N}]+/gu) ?? []
  const names = new Set<string>()
  let capitals = 0
  for (const match of folded.matchAll(capitalised)) {
    const [word] = match
    const name = word.toLowerCase().replace(/['’]s$/, '')
    capitals++
    const begins = /^[\s"'(]*$/.test(folded.slice(0, match.index)) || /[.!?:]\s+["'(]*$/.test(folded.slice(0, match.index))
    if (begins && (askingWords.has(name) || !/^\p{Lu}{2}|\d/u.test(word))) continue
    if (!askingWords.has(name) && !isMeasure(name)) names.add(name)
  }
  return all.length > 3 && capitals >= all.length - 1 ? new Set() : names
}

/** Whether every token of a name stands in the tokens of a text. */
export function standsIn(name: string, tokens: ReadonlySet<string>): boolean {
  return tokenise(name).every((token) => tokens.has(token))
}

/** Fires where a question names something that the other does not mention at all; resolved where the quotation, its place or title names all that was asked. */
export const namesGuard: Guard = (asked, prepared, quote) => {
  const inAsked = new Set(tokenise(asked))
  const inPrepared = new Set(tokenise(prepared))
  const onlyAsked = [...namesOf(asked)].filter((name) => !standsIn(name, inPrepared))
  const onlyPrepared = [...namesOf(prepared)].filter((name) => !standsIn(name, inAsked))
  if (onlyAsked.length === 0 && onlyPrepared.length === 0) return null
  const inQuote = new Set(tokenise(quote))
  return {
    guard: 'names',
    saw: `asked ${onlyAsked.join(', ') || 'no name'}, prepared for ${onlyPrepared.join(', ') || 'no name'}`,
    resolved: onlyAsked.length > 0 && onlyAsked.every((name) => standsIn(name, inQuote)),
  }
}
