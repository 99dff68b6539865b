import { isStopWord } from '../../retrieve/question-terms.ts'
import { stem } from '../../retrieve/stem.ts'
import type { Guard } from './guard.ts'
import { type ReadText, readAnew } from './read-text.ts'

const negations =
  /\b(?:not|no|never|none|neither|nor|nothing|nobody|nowhere|cannot|without|except|excluding|unless|fails? to|failed to|lacks?|lacking|refuses?|unable|impossible)\b|n't\b|\b(?:dont|doesnt|didnt|cant|isnt|arent|wasnt|werent|wont|shouldnt)\b/gi
// "Why not …", "whether or not" and "not only" deny nothing.
const empty = /\b(?:whether or not|or not|not only|why not|no matter|no longer than|no more than|not just)\b/gi
const removing = /\b(?:un(?:supported|available|answered|known|used|documented|necessary|changed|limited)|disallowed|non-?\w+ing)\b/gi

/** Whether a sentence denies: an odd number of negations. */
export function isNegated(text: string): boolean {
  const plain = text.replace(/[\u2018\u2019]/g, "'").replace(empty, ' ')
  const count = (plain.match(negations)?.length ?? 0) + (plain.match(removing)?.length ?? 0)
  return count % 2 === 1
}

const prefixed = /^(?:non-?|un|in|im|ir|il|dis)(?=\p{L}{4})/u
const denying =
  /^(?:not|no|never|none|neither|nor|cannot|without|except|excluding|unless|unable|impossible|dont|doesnt|didnt|cant|isnt|arent|wasnt|werent|wont|shouldnt|\w+n't)$/
/** How many words a negation reaches. */
const reach = 4

/** A word of one text that another has with *un-*, *non-*, *in-* or *dis-* before it, as "unset/set". */
function reversed(one: string, other: string, read: ReadText): string | null {
  const plain = read(stemsOf, other)
  for (const word of read(wordsOf, one)) {
    const rest = word.replace(/^non-?/, '').length < word.length ? word.replace(/^non-?/, '') : word.replace(prefixed, '')
    const bare = rest === word ? (word === 'unset' ? 'set' : word) : rest
    if (bare !== word && plain.has(stem(bare)) && !plain.has(stem(word))) return `${word}/${bare}`
  }
  return null
}

function wordsOf(text: string): readonly string[] {
  return (
    text
      .toLowerCase()
      .replace(/[\u2018\u2019]/g, "'")
      .match(/[\p{L}\p{N}_$]+(?:['-][\p{L}\p{N}_$]+)*/gu) ?? []
  )
}

function stemsOf(text: string): ReadonlySet<string> {
  return new Set(wordsOf(text).map(stem))
}

/** The stemmed telling words right after each negation of a text. */
function denied(text: string): ReadonlySet<string> {
  const found = new Set<string>()
  const words = wordsOf(text)
  for (const [at, word] of words.entries()) {
    if (!denying.test(word)) continue
    for (const next of words.slice(at + 1, at + 1 + reach)) if (!isStopWord(stem(next))) found.add(stem(next))
  }
  return found
}

/**
 * Fires where one question denies what the other affirms, by a negation or a prefix (`unset`, `non-cached`); resolved
 * where the quotation denies the very word that the question asked denies.
 */
export const negationGuard: Guard = (asked, prepared, quote, read = readAnew) => {
  const turned = reversed(asked, prepared, read) ?? reversed(prepared, asked, read)
  if (turned !== null) {
    const said = read(stemsOf, quote)
    const [word = '', bare = ''] = turned.split('/')
    const wanted = read(wordsOf, asked).includes(word) ? word : bare
    const other = wanted === word ? bare : word
    return { guard: 'negation', saw: `asked ${wanted}, prepared for ${other}`, resolved: said.has(stem(wanted)) && !said.has(stem(other)) }
  }
  const denies = read(isNegated, asked)
  if (denies === read(isNegated, prepared)) {
    const [own] = read(denied, asked)
    const [other] = read(denied, prepared)
    const moved =
      own !== undefined && other !== undefined && own !== other && read(stemsOf, prepared).has(own) && read(stemsOf, asked).has(other)
    return moved ? { guard: 'negation', saw: `asked without ${own}, prepared for without ${other}`, resolved: false } : null
  }
  const quoted = read(denied, quote)
  const wanted = read(denied, asked)
  return {
    guard: 'negation',
    saw: denies ? 'asked with a negation, prepared without' : 'asked without a negation, prepared with one',
    resolved: denies && [...wanted].some((word) => quoted.has(word)),
  }
}
