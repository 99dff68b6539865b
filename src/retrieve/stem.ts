const vowel = /[aeiouy]/
const asciiWord = /^[a-z]+$/
const doubled = /([bdfgmnprt])\1$/

/** Words whose ending only looks like one. */
const unchanged: ReadonlySet<string> = new Set([
  'always',
  'bias',
  'canvas',
  'chaos',
  'christmas',
  'during',
  'gas',
  'james',
  'king',
  'kubernetes',
  'lens',
  'news',
  'nothing',
  'perhaps',
  'plus',
  'ring',
  'series',
  'sing',
  'something',
  'species',
  'string',
  'texas',
  'thing',
  'thus',
  'wales',
  'wing',
  'yes',
  'need',
  'speed',
  'feed',
  'seed',
  'embed',
  'bed',
  'red',
  'shed',
])

const irregular: ReadonlyMap<string, string> = new Map([
  ['used', 'use'],
  ['using', 'use'],
  ['ran', 'run'],
  ['sent', 'send'],
  ['built', 'build'],
  ['written', 'write'],
  ['wrote', 'write'],
  ['chosen', 'choose'],
  ['children', 'child'],
  ['indices', 'index'],
])

/**
 * Light English stemming of a lower-case word: plural and verb endings and `-ly`, nothing that changes the word class
 * further (Porter's `university` = `universe` costs more on documentation than it wins). Words that are not plain
 * ASCII letters come back as they are.
 */
export function stem(word: string): string {
  const known = irregular.get(word)
  if (known !== undefined) return stem(known)
  if (word.length < 4 || !asciiWord.test(word) || unchanged.has(word)) return word
  return withoutSilentE(withoutVerbEnding(withoutPlural(word)))
}

function withoutPlural(word: string): string {
  if (!word.endsWith('s') || word.endsWith('ss') || word.endsWith('us') || word.endsWith('is')) return word
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`
  if (/(?:ss|sh|ch|x|z)es$/.test(word)) return word.slice(0, -2)
  return word.slice(0, -1)
}

function withoutVerbEnding(word: string): string {
  for (const ending of ['ingly', 'edly', 'ing', 'ed', 'ly']) {
    if (!word.endsWith(ending)) continue
    const root = word.slice(0, -ending.length)
    if (root.length < 3 || !vowel.test(root)) return word
    if (ending === 'ly') return root.endsWith('i') ? `${root.slice(0, -1)}y` : root
    if (ending.startsWith('ed') && root.endsWith('i')) return `${root.slice(0, -1)}y`
    return root.length > 3 && doubled.test(root) ? root.slice(0, -1) : root
  }
  return word
}

function withoutSilentE(word: string): string {
  return word.length > 4 && word.endsWith('e') && !word.endsWith('ee') ? word.slice(0, -1) : word
}
