import type { Guard } from './guard.ts'
import { quantities } from './quantities.ts'

/** Fires where the questions name different numbers, compared as values with their units; resolved where the quotation holds every number asked. */
export const numbersGuard: Guard = (asked, prepared, quote) => {
  const wanted = quantities(asked)
  const had = quantities(prepared)
  const onlyAsked = [...wanted].filter((value) => !had.has(value))
  const onlyPrepared = [...had].filter((value) => !wanted.has(value))
  if (onlyAsked.length === 0 && onlyPrepared.length === 0) return null
  const quoted = quantities(quote)
  return {
    guard: 'numbers',
    saw: `asked ${list(onlyAsked)}, prepared for ${list(onlyPrepared)}`,
    resolved: onlyAsked.length > 0 && onlyAsked.every((value) => quoted.has(value)),
  }
}

function list(values: readonly string[]): string {
  return values.length === 0 ? 'no number' : values.join(', ')
}
