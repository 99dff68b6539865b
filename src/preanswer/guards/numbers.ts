import type { Guard } from './guard.ts'
import { quantities } from './quantities.ts'
import { readAnew } from './read-text.ts'

/**
 * Fires where the question asked names a number that the prepared one does not, compared as values with their units;
 * resolved where the quotation holds every number asked. A question that only leaves a number out asks for less, which
 * the reader judges. *First* and *two* beside no other number are
 * no numbers ("link two cells").
 */
export const numbersGuard: Guard = (asked, prepared, quote, read = readAnew) => {
  const had = read(quantities, prepared)
  const onlyAsked = [...read(quantities, asked)].filter(
    (value) => !had.has(value) && (had.size > 0 || asked.includes(value) || (value !== '1' && value !== '2')),
  )
  if (onlyAsked.length === 0) return null
  const quoted = read(quantities, quote)
  return {
    guard: 'numbers',
    saw: `asked ${list(onlyAsked)}, prepared for ${list([...had])}`,
    resolved: onlyAsked.every((value) => quoted.has(value)),
  }
}

function list(values: readonly string[]): string {
  return values.length === 0 ? 'no number' : values.join(', ')
}
