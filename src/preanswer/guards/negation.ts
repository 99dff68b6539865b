import type { Guard } from './guard.ts'

const negations =
  /\b(?:not|no|never|none|neither|nor|nothing|nobody|nowhere|cannot|without|except|excluding|unless|fails? to|failed to|lacks?|lacking|refuses?|unable|impossible)\b|n't\b|\b(?:dont|doesnt|didnt|cant|isnt|arent|wasnt|werent|wont|shouldnt)\b/gi
// "Why not …", "whether or not" and "not only" deny nothing.
const empty = /\b(?:whether or not|or not|not only|why not|no matter|no longer than|no more than|not just)\b/gi
const removing = /\b(?:un(?:supported|available|answered|known|used|documented|necessary|changed|limited)|disallowed|non-?\w+ing)\b/gi

/** Whether a sentence denies: an odd number of negations. */
export function isNegated(text: string): boolean {
  const plain = text.replace(/[\u2018\u2019]/g, "'").replace(empty, ' ')
  const count = (plain.match(negations)?.length ?? 0) + (plain.match(removing)?.length ?? 0)
  return count % 2 === 1
}

/** Fires where one question denies what the other affirms; resolved where the quotation has the polarity asked. */
export const negationGuard: Guard = (asked, prepared, quote) => {
  const denies = isNegated(asked)
  if (denies === isNegated(prepared)) return null
  return {
    guard: 'negation',
    saw: denies ? 'asked with a negation, prepared without' : 'asked without a negation, prepared with one',
    resolved: denies && isNegated(quote),
  }
}
