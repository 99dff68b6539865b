import { questionTerms } from '../../retrieve/question-terms.ts'
import { stem } from '../../retrieve/stem.ts'
import { tokenise } from '../../retrieve/tokenise.ts'
import type { Guard } from './guard.ts'
import { readAnew } from './read-text.ts'
import { isKnownVerb, sameWord } from './same-word.ts'

/** Verbs that carry no action of their own. */
const light: ReadonlySet<string> = new Set(
  'do use go be have want need like try work happen mean make let help wish able possible best'.split(' ').map(stem),
)
const begun: ReadonlySet<string> = new Set('set look start begin keep find go'.split(' ').map(stem))
/** Words that stand where a verb may and are none. */
const noVerb: ReadonlySet<string> = new Set(
  'a an the it this that these those my your our their its his her them us me not never always also still already just only all any each what which'.split(
    ' ',
  ),
)
const verbPlace =
  /\b(?:(?:how|what|which|where|when|why)\b[^,;?]{0,40}?\b(?:do|does|did|can|could|should|would|will|must|may|might) (?:i|you|we|one|they|someone|people)|(?:if|when|while|before|after|once|whenever|that) (?:i|you|we|one)|^(?:can|could|should|may|do|must|would|will) (?:i|you|we|one)|(?<!\b(?:up|due|according|relative|next|access|similar|belong|belongs) )\bto) (?:(?:not|never|always|also|still|just|want to|need to|have to|be able to) )*([a-z]+)/g

/** The stemmed verbs a question asks about doing, in order, without those that carry no action. */
export function actionsOf(question: string): readonly string[] {
  const text = question
    .toLowerCase()
    .replace(/`[^`]*`/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const found: string[] = []
  for (const match of text.matchAll(verbPlace)) {
    const [, word = ''] = match
    const verb = stem(word)
    // "Set up", "look for" and "start learning" say little of what is done.
    if (begun.has(verb) && /^ (?:up|for|with|out|about|to|\w+ing)\b/.test(text.slice((match.index ?? 0) + match[0].length))) continue
    if (!noVerb.has(word) && !light.has(verb) && !found.includes(verb)) found.push(verb)
  }
  return found
}

/** The share of the telling words, verbs aside, that the questions must have in common for their verbs to tell them apart… */
const leastShared = 0.5
/** …where a verb is not among those known. */
const leastSharedUnknown = 0.75

function shared(asked: readonly string[], prepared: readonly string[], verbs: readonly string[]): number {
  const left = asked.filter((term) => !verbs.includes(term))
  const right = prepared.filter((term) => !verbs.includes(term))
  return left.filter((term) => right.includes(term)).length / Math.max(1, left.length, right.length)
}

function wordsSaid(text: string): ReadonlySet<string> {
  return new Set((text.toLowerCase().match(/[a-z]+/g) ?? []).map(stem))
}

/** Whether a verb after the first was put in another's place ("the command to deploy", "the command to roll back"). */
function differsLater(wanted: readonly string[], had: readonly string[]): boolean {
  return (
    wanted.length > 1 && wanted.length === had.length && wanted.some((verb, at) => !sameWord(verb, had[at] ?? '') && !had.includes(verb))
  )
}

/**
 * Fires where two questions about much the same want different things done ("get the name", "set the name"): the first
 * verb of one agrees with none of the other, or a later one was replaced. Resolved where the quotation says the verb asked and not the one prepared
 * for.
 */
export const actionsGuard: Guard = (asked, prepared, quote, read = readAnew) => {
  const wanted = read(actionsOf, asked)
  const had = read(actionsOf, prepared)
  const [first] = wanted
  const [other] = had
  if (first === undefined || other === undefined) return null
  // "Set the limit" and "limit" are one wish.
  if (read(tokenise, asked).includes(other) || read(tokenise, prepared).includes(first)) {
    if (!differsLater(wanted, had)) return null
  }
  const alike = had.some((verb) => sameWord(first, verb)) && wanted.some((verb) => sameWord(verb, other))
  if (alike && !differsLater(wanted, had)) return null
  const known = !alike && isKnownVerb(first) && isKnownVerb(other)
  if (shared(read(questionTerms, asked), read(questionTerms, prepared), [...wanted, ...had]) < (known ? leastShared : leastSharedUnknown))
    return null
  const said = read(wordsSaid, quote)
  const missing = wanted.filter((verb) => !had.some((one) => sameWord(verb, one)))
  const replaced = had.filter((verb) => !wanted.some((one) => sameWord(verb, one)))
  return {
    guard: 'actions',
    saw: `asked to ${wanted.join(', ')}, prepared for ${had.join(', ')}`,
    resolved: missing.every((verb) => said.has(verb)) && !replaced.some((verb) => said.has(verb)),
  }
}
