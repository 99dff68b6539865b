import { stem } from '../../retrieve/stem.ts'
import { tokenise } from '../../retrieve/tokenise.ts'
import { questionKind } from '../reading/question-kind.ts'
import type { Guard } from './guard.ts'
import { type ReadText, readAnew } from './read-text.ts'

/** Words that turn an answer round, in groups on two sides. */
const pairs: readonly (readonly [string, string])[] = [
  ['enable enabled activate', 'disable disabled deactivate'],
  ['add added append insert install', 'remove removed delete drop uninstall'],
  ['allow allowed permit accept', 'deny denied forbid forbidden reject block prevent refuse'],
  ['start begin open launch', 'stop end close quit finish'],
  ['increase raise grow rise more gain', 'decrease reduce lower shrink fall less lose'],
  ['maximum max highest largest most biggest greatest', 'minimum min lowest smallest least fewest'],
  ['before earlier prior preceding', 'after later following'],
  ['first oldest earliest', 'last newest latest'],
  ['include included', 'exclude excluded'],
  ['encode serialize stringify encrypt compress', 'decode deserialize parse decrypt decompress'],
  ['import', 'export'],
  ['upload send push write', 'download receive pull read'],
  ['input request', 'output response'],
  ['sync synchronous', 'async asynchronous'],
  ['public', 'private'],
  ['success succeed pass', 'failure fail error'],
  ['valid', 'invalid'],
  ['safe secure', 'unsafe insecure'],
  ['required mandatory', 'optional'],
  ['client frontend', 'server backend'],
  ['local', 'remote global'],
  ['internal', 'external'],
  ['left', 'right'],
  ['top upper above', 'bottom lower below'],
  ['always', 'never'],
  ['all every', 'none'],
  ['lock', 'unlock'],
  ['show visible', 'hide hidden invisible'],
  ['parent ancestor', 'child descendant'],
  ['upgrade', 'downgrade'],
  ['mutable', 'immutable'],
  ['ascending', 'descending'],
  ['login', 'logout'],
  ['subscribe', 'unsubscribe'],
  ['advantage benefit pro', 'disadvantage drawback con'],
  ['north northern', 'south southern'],
  ['east eastern', 'west western'],
  ['hot warm', 'cold cool'],
  ['high', 'low'],
  ['long', 'short'],
  ['large big', 'small little'],
  ['rich richest', 'poor poorest'],
  ['win won', 'lose lost'],
  ['buy', 'sell'],
  ['male man', 'female woman'],
  ['horizontal', 'vertical'],
  ['static', 'dynamic'],
  ['old', 'new'],
]

/** `maxSize` says *max*. */
const camelCase = /(?<=\p{Ll})(?=\p{Lu})|_/gu

/** "How long does it last?" is no opposite of *first*. */
const lastsVerb = /(\b(?:how long|do|does|did|will|can|should)\b[^.?!]*?\s)last(?=\s*(?:[.?!]|$|for\b|by\b|until\b|in\b|before\b|when\b))/gi

interface Side {
  readonly pair: number
  readonly side: 0 | 1
}

const sides: ReadonlyMap<string, readonly Side[]> = buildSides()

function buildSides(): ReadonlyMap<string, readonly Side[]> {
  const found = new Map<string, Side[]>()
  pairs.forEach((sidesOfPair, pair) => {
    sidesOfPair.forEach((words, index) => {
      for (const word of tokenise(words)) found.set(word, [...(found.get(word) ?? []), { pair, side: index === 0 ? 0 : 1 }])
    })
  })
  return found
}

/** The opposite of a word, in its form as far as its pair has that ("enabled" → "disabled"); null where none is known. */
export function oppositeOf(word: string): string | null {
  const lower = word.toLowerCase()
  for (const pair of pairs) {
    const [left, right] = pair.map((side) => side.split(' '))
    for (const [own, other] of [
      [left, right],
      [right, left],
    ]) {
      const at = own?.indexOf(lower) ?? -1
      if (at < 0 || other === undefined) continue
      const beside = other[at]
      return beside !== undefined && formOf(beside) === formOf(lower)
        ? beside
        : (other.find((one) => formOf(one) === formOf(lower)) ?? null)
    }
  }
  return null
}

function formOf(word: string): string {
  return /(?:ed|en|est)$/.exec(word)?.[0].replace('en', 'ed') ?? ''
}

/** The sides a text takes: per pair the word it uses, where it uses one side only. */
function sidesOf(text: string): ReadonlyMap<number, { readonly side: 0 | 1; readonly word: string }> {
  const taken = new Map<number, { readonly side: 0 | 1; readonly word: string }>()
  const both = new Set<number>()
  for (const [word = ''] of text
    .replace(lastsVerb, '$1')
    .replace(camelCase, ' ')
    .toLowerCase()
    .matchAll(/[\p{L}]+/gu)) {
    for (const { pair, side } of sides.get(stem(word)) ?? []) {
      const known = taken.get(pair)
      if (known !== undefined && known.side !== side) both.add(pair)
      taken.set(pair, { side, word })
    }
  }
  for (const pair of both) taken.delete(pair)
  return taken
}

/** Words of `asked` whose opposite stands in `other`, as `asked/other`. */
export function oppositeWords(asked: string, other: string, read: ReadText = readAnew): readonly string[] {
  const there = read(sidesOf, other)
  const found: string[] = []
  for (const [pair, { side, word }] of read(sidesOf, asked)) {
    const opposite = there.get(pair)
    if (opposite !== undefined && opposite.side !== side) found.push(`${word}/${opposite.word}`)
  }
  return found
}

/**
 * Fires where the question asked uses the opposite of a word of the prepared one, or, unless it can be answered by no,
 * of the quotation; resolved where the quotation takes the side asked.
 */
export const antonymsGuard: Guard = (asked, prepared, quote, read = readAnew) => {
  const against = oppositeWords(asked, prepared, read)
  const found = against.length > 0 || read(questionKind, asked) === 'polar' ? against : oppositeWords(asked, `${prepared}\n${quote}`, read)
  if (found.length === 0) return null
  const quoted = read(sidesOf, quote)
  const had = read(sidesOf, prepared)
  const wanted = [...read(sidesOf, asked)].filter(([pair]) => had.has(pair))
  return {
    guard: 'antonyms',
    saw: `asked ${found.map((pair) => pair.replace('/', against.length > 0 ? ', prepared for ' : ', quoted ')).join('; ')}`,
    resolved: wanted.length > 0 && wanted.every(([pair, { side }]) => quoted.get(pair)?.side === side),
  }
}
