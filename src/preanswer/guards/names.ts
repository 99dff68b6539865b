import { foldText } from '../../retrieve/fold-text.ts'
import { isStopWord } from '../../retrieve/question-terms.ts'
import { tokenise } from '../../retrieve/tokenise.ts'
import type { Guard } from './guard.ts'
import { namesIdentifier } from './identifiers.ts'
import { isMeasure } from './quantities.ts'
import { readAnew } from './read-text.ts'

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
    const name = word.toLowerCase().replace(/['’](?:s|d|m|ve|re|ll)?$/, '')
    capitals++
    const begins = /^[\s"'(]*$/.test(folded.slice(0, match.index)) || /[.!?:]\s+["'(]*$/.test(folded.slice(0, match.index))
    if (begins && (askingWords.has(name) || !/^\p{Lu}{2}|\d/u.test(word))) continue
    if (!askingWords.has(name) && !isMeasure(name)) names.add(name)
  }
  return all.length > 3 && capitals >= all.length - 1 ? new Set() : names
}

function tokenSet(text: string): ReadonlySet<string> {
  return new Set(tokenise(text))
}

/** Whether a name stands among tokens: one of its own of three letters or more, or all of a shorter one's. */
export function standsIn(name: string, tokens: ReadonlySet<string>): boolean {
  const own = tokenise(name)
  const long = own.filter((token) => token.length >= 3)
  return long.length > 0 ? long.some((token) => tokens.has(token)) : own.every((token) => tokens.has(token))
}

/**
 * Fires where the question asked names something that the prepared one does not mention at all; resolved where the
 * quotation, its place or title names all that was asked. Leaving a name out asks for less, which the reader judges.
 */
export const namesGuard: Guard = (asked, prepared, quote, read = readAnew) => {
  const named = read(namesOf, asked)
  if (named.size === 0) return null
  const inPrepared = read(tokenSet, prepared)
  const onlyAsked = [...named].filter((name) => !standsIn(name, inPrepared) && !namesIdentifier(prepared, name) && !isStopWord(name))
  if (onlyAsked.length === 0) return null
  const inQuote = read(tokenSet, quote)
  return {
    guard: 'names',
    saw: `asked ${onlyAsked.join(', ')}, prepared for ${[...read(namesOf, prepared)].join(', ') || 'no name'}`,
    resolved: onlyAsked.every((name) => standsIn(name, inQuote)),
  }
}
