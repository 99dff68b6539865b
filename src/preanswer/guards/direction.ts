import { isStopWord } from '../../retrieve/question-terms.ts'
import { stem } from '../../retrieve/stem.ts'
import { questionKind } from '../reading/question-kind.ts'
import type { Guard } from './guard.ts'
import { readAnew } from './read-text.ts'

/** Words between two others that relate them in no direction. */
const silent: ReadonlySet<string> = new Set('the a an is are was were be do does did i my your it its this that and or'.split(' '))

interface Word {
  readonly text: string
  readonly stem: string
  /** Telling words passed up to it: two words with a difference above 1 have something between them. */
  readonly at: number
}

/** The content words in order, each where it first stands. */
function contentWords(text: string): ReadonlyMap<string, Word> {
  const found = new Map<string, Word>()
  let at = 0
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}_.]*[\p{L}\p{N}_]/gu)) {
    if (silent.has(word)) continue
    at++
    const stemmed = stem(word)
    if (!isStopWord(stemmed) && !found.has(stemmed)) found.set(stemmed, { text: word, stem: stemmed, at })
  }
  return found
}

const agent = /\bby (?!\w+ing\b|default\b)/i

/** "With the pool, what happens?" as "what happens? With the pool". */
function placeLast(text: string): string {
  return text.replace(/^((?:with|in|for|on|using|when using) [^,?]+), (.*)$/i, '$2 $1')
}

function orderedWords(question: string): ReadonlyMap<string, Word> {
  return contentWords(placeLast(question))
}

/**
 * Fires where two questions of the same words put two of them the other way round about a third ("convert JSON to
 * YAML", "convert YAML to JSON"; "does A call B"). Never resolved: a quotation that holds both words does not show which
 * way was asked.
 */
export const directionGuard: Guard = (asked, prepared, _quote, read = readAnew) => {
  if (read(questionKind, asked) !== read(questionKind, prepared)) return null
  // Said once in the active and once in the passive voice, the other order is the same direction.
  if (agent.test(asked) !== agent.test(prepared)) return null
  const left = read(orderedWords, asked)
  const right = read(orderedWords, prepared)
  const shared = [...left.values()].filter(({ stem: word }) => right.has(word))
  if (shared.length < 2 || left.size + right.size - 2 * shared.length > 1) return null
  for (const [index, first] of shared.entries()) {
    for (const second of shared.slice(index + 1)) {
      const before = (right.get(first.stem)?.at ?? 0) - (right.get(second.stem)?.at ?? 0)
      // "Are links that lead out followed?" asks what "does it follow links that lead out?" does: a passive puts its verb last.
      if ([first, second].some(({ text, stem: word }) => right.get(word)?.text !== text)) continue
      if (before > 1 && second.at - first.at > 1) {
        return { guard: 'direction', saw: `asked ${first.text} … ${second.text}, prepared for the other way round`, resolved: false }
      }
    }
  }
  return null
}
