import { isStopWord } from '../../retrieve/question-terms.ts'
import { stem } from '../../retrieve/stem.ts'
import { tokenise } from '../../retrieve/tokenise.ts'
import { actionsOf } from './actions.ts'
import type { Guard } from './guard.ts'
import { readAnew } from './read-text.ts'

/** What a name stands before: "the html helper", "the retries key". */
const head =
  /^(?:helper|middleware|option|key|command|adapter|plugin|router|parameter|argument|flag|setting|property|hook|component|module|package|variable|provider|driver|extension|header|preset|validator|method|function|endpoint|guard|handler|runtime|engine)s?$/
const general: ReadonlySet<string> = new Set(
  'other another same default custom built-in builtin builtins own new global whole third-party official main single multiple several various different available current existing specific particular certain possible supported optional required public private first second next last async environment following common standard normal internal external additional extra callback type'.split(
    ' ',
  ),
)
const between: ReadonlySet<string> = new Set('i you we to one not never they people'.split(' '))
const longestName = 3

interface Component {
  /** As written: "bearer auth middleware". */
  readonly text: string
  readonly tokens: readonly string[]
}

/** The named parts a question speaks of: up to three words before *helper*, *middleware*, *option*, … */
export function componentsOf(question: string): readonly Component[] {
  const words = question.match(/[\p{L}\p{N}_$@`][\p{L}\p{N}_$@`'’./()-]*/gu) ?? []
  const verbs = new Set(actionsOf(question))
  const found: Component[] = []
  for (const [at, word] of words.entries()) {
    if (!head.test(word.toLowerCase())) continue
    const name: string[] = []
    for (let before = at - 1; before >= 0 && name.length < longestName; before--) {
      const own = plain(words[before] ?? '')
      const lower = own.toLowerCase()
      if (isStopWord(stem(lower)) || general.has(lower) || between.has((words[before - 1] ?? '').toLowerCase())) break
      if (verbs.has(stem(lower)) || head.test(lower)) break
      name.unshift(own)
    }
    const tokens = name.flatMap((one) => leastTokens(one))
    if (tokens.length > 0) found.push({ text: `${name.join(' ')} ${word}`.toLowerCase(), tokens })
  }
  return found
}

function plain(word: string): string {
  return word
    .replace(/[`()]/g, '')
    .replace(/['’]s?$/, '')
    .replace(/[.,]+$/, '')
}

/** An identifier counts as one word, a dashed word as its parts. */
function leastTokens(word: string): readonly string[] {
  return word
    .split(/[-/]/)
    .filter((part) => part !== '')
    .map((part) => stem(part.toLowerCase()))
}

/** The words of a text, dotted and dashed ones whole and, at their dots, in parts. */
function namedWords(text: string): readonly string[] {
  const words = (text.match(/[\p{L}\p{N}_$@][\p{L}\p{N}_$.]*/gu) ?? []).map((word) => stem(word.toLowerCase().replace(/[.]+$/, '')))
  const dashed = tokenise(text).filter((token) => token.includes('-') || token.includes('/'))
  return [...words, ...words.flatMap((word) => word.split('.')), ...dashed]
}

/** Whether a word stands among others whole, or shortened by its writer ("auth", "authentication"). */
function stands(token: string, others: readonly string[]): boolean {
  return others.some(
    (other) => other === token || (Math.min(other.length, token.length) >= 3 && (other.startsWith(token) || token.startsWith(other))),
  )
}

/**
 * Fires where the question asked names a part ("the html helper", "origin option") that the prepared one does not,
 * whatever its capitals; resolved where the quotation, its place or title names just that part.
 */
export const componentsGuard: Guard = (asked, prepared, quote, read = readAnew) => {
  const wanted = read(componentsOf, asked)
  if (wanted.length === 0) return null
  const had = read(namedWords, prepared)
  const differing = wanted.filter(({ tokens }) => !tokens.every((token) => stands(token, had)))
  if (differing.length === 0) return null
  const said = quote.toLowerCase().replace(/[`"'*_()]/g, '')
  return {
    guard: 'components',
    saw: `asked for the ${differing.map(({ text }) => text).join(', ')}, prepared for ${
      read(componentsOf, prepared)
        .map(({ text }) => text)
        .join(', ') || 'none'
    }`,
    resolved: differing.every(({ text }) => said.includes(text.replace(/s$/, ''))),
  }
}
