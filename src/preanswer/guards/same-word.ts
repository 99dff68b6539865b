import { stem } from '../../retrieve/stem.ts'

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

/** Nouns and adjectives that stand for one another in questions. */
const alike: readonly ReadonlySet<string>[] = [
  'default standard usual',
  'multiple several many various',
  'error failure exception problem',
  'limit maximum max cap',
  'local locally localhost',
  'option setting parameter argument flag',
  'folder directory',
  'key name',
  'docs documentation doc',
  'function method',
  'app application',
  'env environment',
  'auth authentication authenticate',
  'config configuration settings',
  'way approach method possibility',
  'quick fast quickly',
  'new fresh',
  'picture image photo',
  'website site page',
  'custom own customized',
  'someone somebody person',
  'specific particular certain',
  'best good recommended',
  'famous popular',
  'quality characteristic property',
].map((words) => new Set(words.split(' ').map(stem)))
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

/** Whether two stemmed verbs ask for the same. */
function sameAction(one: string, other: string): boolean {
  if (one === other) return true
  const groupsOfOther = groupsOf.get(other)
  return groupsOfOther !== undefined && [...(groupsOf.get(one) ?? [])].some((group) => groupsOfOther.has(group))
}

/** Whether a stemmed verb is one whose meaning is known here. */
export function isKnownVerb(verb: string): boolean {
  return groupsOf.has(verb)
}

/** Whether two stemmed words are one, spellings or shortenings of one (`customise`, `customize`; `auth`, `authentication`), or stand for one another. */
export function sameWord(one: string, other: string): boolean {
  if (sameAction(one, other) || alike.some((set) => set.has(one) && set.has(other))) return true
  const [short, long] = one.length < other.length ? [one, other] : [other, one]
  if (short.length >= 3 && long.startsWith(short)) return true
  return short.length >= 5 && long.length - short.length <= 2 && withoutVowels(short) === withoutVowels(long.replace('isat', 'izat'))
}

function withoutVowels(word: string): string {
  return word
    .replace(/is(?=e|$|at)/, 'iz')
    .replace(/[aeiou]/g, '')
    .replace(/(.)\1/g, '$1')
}
