import { type NearMissRule, replaceOutsideCode } from './near-miss-edit.ts'

const units: readonly (readonly string[])[] = [
  ['ms', 's'],
  ['milliseconds', 'seconds', 'minutes', 'hours', 'days', 'weeks'],
  ['millisecond', 'second', 'minute', 'hour', 'day', 'week'],
  ['bytes', 'kilobytes', 'megabytes', 'gigabytes'],
  ['kB', 'MB', 'GB'],
  ['KB', 'MB', 'GB'],
  ['KiB', 'MiB', 'GiB'],
  ['mm', 'cm', 'm', 'km'],
  ['meters', 'kilometers', 'miles'],
  ['metres', 'kilometres', 'miles'],
]
const numbers: readonly string[] = 'two three four five six seven eight nine ten'.split(' ')

/** Another number: half as much again, at least one more ("Node.js 20" → "Node.js 30", "two" → "three"). */
export const numberEdit: NearMissRule = {
  edit: 'number',
  apply: (question) =>
    replaceOutsideCode(question, /(?<![\w.`-])\d+(?![\w`-]|\.\d)/, (digits = '') =>
      String(Math.max(Number(digits) + 1, Math.floor(Number(digits) * 1.5))),
    ) ??
    replaceOutsideCode(
      question,
      new RegExp(`\\b(?:${numbers.slice(0, -1).join('|')})\\b`, 'i'),
      (word = '') => numbers[numbers.indexOf(word.toLowerCase()) + 1] ?? null,
    ),
}

/** Another unit of the same dimension behind a number ("10 minutes" → "10 hours"). */
export const unitEdit: NearMissRule = {
  edit: 'unit',
  apply: (question) =>
    replaceOutsideCode(question, /(\d ?)([A-Za-z]+)\b/, (_, before = '', unit = '') => {
      const family = units.find((one) => one.includes(unit))
      const at = family?.indexOf(unit) ?? -1
      return family === undefined ? null : `${before}${family[at + 1] ?? family[at - 1] ?? unit}`
    }),
}
