const words: Readonly<Record<string, number>> = {
  zero: 0,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
  hundred: 100,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  seventh: 7,
  eighth: 8,
  ninth: 9,
  tenth: 10,
}
const multipliers: Readonly<Record<string, number>> = { hundred: 100, thousand: 1e3, k: 1e3, million: 1e6, m: 1e6, billion: 1e9, bn: 1e9 }

interface Unit {
  readonly name: string
  readonly factor: number
}
const units: Readonly<Record<string, Unit>> = Object.fromEntries(
  (
    [
      ['time', 'ms|msec|millisecond|milliseconds', 1],
      ['time', 's|sec|secs|second|seconds', 1e3],
      ['time', 'min|mins|minute|minutes', 6e4],
      ['time', 'h|hr|hrs|hour|hours', 36e5],
      ['time', 'day|days', 864e5],
      ['time', 'week|weeks', 6048e5],
      ['bytes', 'byte|bytes|b', 1],
      ['bytes', 'kb|kib|kilobyte|kilobytes', 1024],
      ['bytes', 'mb|mib|megabyte|megabytes', 1024 ** 2],
      ['bytes', 'gb|gib|gigabyte|gigabytes', 1024 ** 3],
      ['percent', '%|percent|per cent', 1],
      ['length', 'mm', 1e-3],
      ['length', 'cm', 1e-2],
      ['length', 'metre|metres|meter|meters', 1],
      ['length', 'km|kilometre|kilometres|kilometer|kilometers', 1e3],
      ['length', 'mile|miles|mi', 1609.344],
    ] as const
  ).flatMap(([name, spellings, factor]) => spellings.split('|').map((spelling) => [spelling, { name, factor }])),
)

const token = /\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)*|[\p{L}_$][\p{L}\p{N}_$]*|%|[-+.,]/giu
/** A letter before a number makes it a name (`utf8`, `GPT-4`), unless it is the `v` of a version. */
const attached = /[\p{L}\p{N}_$]-?$/u

/**
 * The numbers of a text as comparable values: `10 kB` and `10240 bytes` are equal, `three` is `3`, `1,740,000` is
 * `1.74 million`, versions keep their parts (`4.1.2`). The words *one* and *second* count only before a unit or *hundred*.
 */
export function quantities(text: string): ReadonlySet<string> {
  const found = new Set<string>()
  const parts = [
    ...text
      .toLowerCase()
      .replace(/\bper cent\b/g, 'percent')
      .replace(/\bv(?=\d+\.)/g, '')
      .matchAll(token),
  ]
  for (const [at, match] of parts.entries()) {
    const [word] = match
    const isWord = /^[a-z]/.test(word)
    const plain = isWord ? words[word] : numeric(word)
    if (plain === undefined || attached.test(match.input.slice(0, match.index))) continue
    if (typeof plain === 'string') {
      found.add(plain)
      continue
    }
    const sign = parts[at - 1]?.[0] === '-' && /(?:^|[\s(=])-$/.test(match.input.slice(0, match.index)) ? -1 : 1
    const follow = nextWord(parts, at)
    const multiplier = follow === undefined ? undefined : multipliers[follow]
    const unitWord = multiplier === undefined ? follow : nextWord(parts, at + 1)
    const unit = unitWord === undefined ? undefined : units[unitWord]
    if (isWord && (word === 'one' || word === 'second') && unit === undefined && multiplier === undefined) continue
    if (isWord && word in multipliers && parts[at - 1] !== undefined && isNumber(parts[at - 1]?.[0] ?? '')) continue
    const value = sign * plain * (multiplier ?? 1)
    found.add(unit === undefined ? String(value) : `${value * unit.factor} ${unit.name}`)
  }
  return found
}

/** Whether a word is a unit of measure (`MB`, `seconds`), which names nothing. */
export function isMeasure(word: string): boolean {
  return word.toLowerCase() in units
}

function numeric(word: string): number | string | undefined {
  if (!/^\d/.test(word)) return undefined
  const value = Number(word.replaceAll(',', ''))
  return Number.isNaN(value) ? word : value
}

function isNumber(word: string): boolean {
  return /^\d/.test(word) || word in words
}

function nextWord(parts: readonly RegExpExecArray[], at: number): string | undefined {
  const next = parts[at + 1]
  if (next?.[0] !== '-') return next?.[0]
  return parts[at + 2]?.[0]
}
