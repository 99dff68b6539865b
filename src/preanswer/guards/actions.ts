import { stem } from '../../retrieve/stem.ts'
import type { Guard } from './guard.ts'

/** Verbs that ask for the same thing of documentation; a verb may stand in several groups, and two agree where they share one. */
const groups: readonly string[] = [
  'set specify configure change define adjust customize customise modify pass provide supply give assign choose select control edit alter tweak update',
  'get retrieve read obtain fetch access find see view look inspect know receive take extract query lookup tell learn',
  'create make generate build write define produce construct implement develop compose set',
  'add include insert append attach put register apply mount install enable set inject',
  'prepend insert',
  'remove delete drop strip clear unset erase omit suppress uninstall exclude eliminate discard clean rid revoke',
  'run start launch execute open begin boot invoke call serve trigger',
  'deploy publish release host ship',
  'handle process manage deal catch treat address',
  'show display print list log render output see view enumerate',
  'send return respond reply serve give emit output transmit',
  'upload post',
  'verify validate check authenticate confirm ensure prove inspect',
  'parse read decode deserialize deserialise interpret',
  'encode serialize serialise stringify',
  'stop prevent avoid disable suppress bypass skip ignore block forbid deny quit end exclude kill cancel abort terminate',
  'enable activate allow turn permit accept support',
  'disable deactivate turn',
  'limit restrict cap bound constrain',
  'use utilise utilize employ apply',
  'combine merge join group concatenate mix',
  'split separate divide',
  'convert transform turn translate change',
  'fix solve resolve repair',
  'sign',
  'override overwrite replace substitute swap',
  'share reuse',
  'extend augment widen',
  'test check try',
  'debug troubleshoot diagnose',
  'write save store persist record',
  'load import include read',
  'export expose publish',
  'open',
  'close shut end stop',
  'connect attach link',
  'disconnect detach',
  'encrypt cipher',
  'decrypt decipher',
  'lock',
  'unlock',
  'subscribe listen',
  'unsubscribe',
  'show reveal',
  'hide conceal',
  'push',
  'pull fetch',
  'download fetch',
  'reject deny refuse block decline',
  'restore recover',
  'rename',
  'move',
  'copy duplicate clone',
  'increase raise grow',
  'decrease reduce lower shrink',
]

/** Verbs that carry no action of their own. */
const light: ReadonlySet<string> = new Set(
  'do use go be have want need like try work get work happen mean make let help wish able possible best'.split(' ').map(stem),
)
/** Words that stand where a verb may and are none. */
const noVerb: ReadonlySet<string> = new Set(
  'a an the it this that these those my your our their its his her them us me not never always also still already just only all any each what which'.split(' '),
)
const verbPlace =
  /\b(?:(?:how|what|which|where|when|why)\b[^,;?]{0,40}?\b(?:do|does|did|can|could|should|would|will|must|may|might) (?:i|you|we|one|they|someone|people)|(?:if|when|while|before|after|once|whenever|that) (?:i|you|we|one)|^(?:can|could|should|may|do|must|would|will) (?:i|you|we|one)|(?<!\b(?:up|due|according|relative|next|access|similar|belong|belongs) )\bto) (?:(?:not|never|always|also|still|just|want to|need to|have to|be able to) )*([a-z]+)/g

const groupsOf: ReadonlyMap<string, ReadonlySet<number>> = buildGroups()

function buildGroups(): ReadonlyMap<string, ReadonlySet<number>> {
  const found = new Map<string, Set<number>>()
  groups.forEach((words, group) => {
    for (const word of words.split(' ')) {
      const known = found.get(stem(word)) ?? new Set()
      found.set(stem(word), known.add(group))
    }
  })
  return found
}

/** Whether two stemmed words are one, or verbs that ask for the same. */
export function sameAction(one: string, other: string): boolean {
  if (one === other) return true
  const groupsOfOther = groupsOf.get(other)
  return groupsOfOther !== undefined && [...(groupsOf.get(one) ?? [])].some((group) => groupsOfOther.has(group))
}

/** The stemmed verbs a question asks about doing, in order, without those that carry no action. */
export function actionsOf(question: string): readonly string[] {
  const text = question.toLowerCase().replace(/`[^`]*`/g, ' ').replace(/\s+/g, ' ').trim()
  const found: string[] = []
  for (const [, word = ''] of text.matchAll(verbPlace)) {
    const verb = stem(word)
    if (!noVerb.has(word) && !light.has(verb) && !found.includes(verb)) found.push(verb)
  }
  return found
}

/**
 * Fires where the two questions want different things done ("get the name", "set the name"): no verb asked agrees with
 * one prepared for, and both are verbs this file knows. Resolved where the quotation says the verb asked and not the one
 * prepared for.
 */
export const actionsGuard: Guard = (asked, prepared, quote) => {
  const wanted = actionsOf(asked).filter((verb) => groupsOf.has(verb))
  const had = actionsOf(prepared).filter((verb) => groupsOf.has(verb))
  const [first] = wanted
  const [other] = had
  if (first === undefined || other === undefined) return null
  if (had.some((verb) => sameAction(first, verb)) && wanted.some((verb) => sameAction(verb, other))) return null
  const said = new Set((quote.toLowerCase().match(/[a-z]+/g) ?? []).map(stem))
  const missing = wanted.filter((verb) => !had.some((known) => sameAction(verb, known)))
  const replaced = had.filter((verb) => !wanted.some((known) => sameAction(verb, known)))
  return {
    guard: 'actions',
    saw: `asked to ${wanted.join(', ')}, prepared for ${had.join(', ')}`,
    resolved: missing.every((verb) => said.has(verb)) && !replaced.some((verb) => said.has(verb)),
  }
}
