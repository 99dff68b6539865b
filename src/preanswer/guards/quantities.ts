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

const pattern =
  /(?<![\p{L}\p{N}_.-])v?([-+]?\d+(?:,\d{3})*(?:\.\d+)*(?:st|nd|rd|th)?|[a-z]+)(?:[\s-]*(hundred|thousand|million|billion|bn|k|m)(?![\p{L}\p{N}]))?(?:[\s-]?(%|[a-z]+(?: cent)?))?/giu

/**
 * The numbers of a text as comparable values: `10 kB` and `10240 bytes` are equal, `three` is `3`, `1,740,000` is
 * `1.74 million`, versions keep their parts (`4.1.2`). The words *one* and *second* count only before a unit or noun of measure.
 */
export function quantities(text: string): ReadonlySet<string> {
  const found = new Set<string>()
  for (const match of text.toLowerCase().matchAll(pattern)) {
    const [, number = '', multiplier, unitWord] = match
    const isWord = /^[a-z]/.test(number)
    const value = isWord ? words[number] : Number(number.replace(/,/g, '').replace(/(?:st|nd|rd|th)$/, ''))
    if (value === undefined) continue
    const unit = unitWord === undefined ? undefined : units[unitWord]
    if (isWord && (number === 'one' || number === 'second') && unit === undefined && multiplier === undefined) continue
    if (Number.isNaN(value)) found.add(number)
    else {
      const scaled = value * (multiplier === undefined ? 1 : (multipliers[multiplier] ?? 1))
      found.add(unit === undefined ? String(scaled) : `${scaled * unit.factor} ${unit.name}`)
    }
  }
  return found
}
