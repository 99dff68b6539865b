import type { Guard } from './guard.ts'
import { readAnew } from './read-text.ts'

/** Words of one reach; a question of one reach is not answered by what was prepared for another. */
const reaches: readonly (readonly [string, RegExp])[] = [
  ['all', /\b(?:all|every|each|everything|everyone|everybody|always|entire)\b/i],
  ['only', /\b(?:only|solely|exclusively|nothing but)\b/i],
  ['at least', /\b(?:at least|minimum|no (?:less|fewer) than|lowest|smallest)\b/i],
  ['at most', /\b(?:at most|up to|maximum|no more than|limit|highest|largest)\b/i],
  ['in all', /\b(?:in all|in total|altogether|overall|combined)\b/i],
]
/** "All the time", "first of all", "not at all" reach nothing. */
const idle = /\b(?:at all|first of all|all the time|after all|if only|all right)\b/gi

function reachesOf(text: string): ReadonlySet<string> {
  const plain = text.replace(idle, ' ')
  return new Set(reaches.filter(([, pattern]) => pattern.test(plain)).map(([name]) => name))
}

/** Fires where a question reaches further or less far (all, only, at least, at most, in all) than the prepared one; resolved where the quotation reaches as far as was asked. */
export const quantifiersGuard: Guard = (asked, prepared, quote, read = readAnew) => {
  const wanted = read(reachesOf, asked)
  const had = read(reachesOf, prepared)
  const added = [...wanted].filter((reach) => !had.has(reach))
  const left = [...had].filter((reach) => !wanted.has(reach))
  if (added.length === 0 && left.length === 0) return null
  const quoted = read(reachesOf, quote)
  return {
    guard: 'quantifiers',
    saw: `asked for ${[...wanted].join(', ') || 'no such reach'}, prepared for ${[...had].join(', ') || 'no such reach'}`,
    resolved: added.length > 0 && added.every((reach) => quoted.has(reach)),
  }
}
