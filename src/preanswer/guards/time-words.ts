import type { Guard } from './guard.ts'
import { readAnew } from './read-text.ts'

const groups: readonly (readonly [string, RegExp])[] = [
  ['now', /\b(?:currently|today|at present|nowadays|these days|right now|as of now|used now)\b/i],
  ['latest', /\b(?:latest|newest|most recent)\b/i],
  ['past', /\b(?:previously|formerly|originally|used to be|yesterday|last (?:year|month|week|release|version)|back then|in the past)\b/i],
  ['future', /\b(?:upcoming|tomorrow|in (?:the )?future|planned|next (?:year|month|week|release|version))\b/i],
]

function timesOf(text: string): ReadonlySet<string> {
  return new Set(groups.filter(([, pattern]) => pattern.test(text)).map(([name]) => name))
}

/** Fires where a question speaks of another time (now, latest, formerly, next …); resolved where the quotation speaks of the time asked. */
export const timeWordsGuard: Guard = (asked, prepared, quote, read = readAnew) => {
  const wanted = read(timesOf, asked)
  const had = read(timesOf, prepared)
  const differing = [...wanted].filter((time) => !had.has(time))
  if (differing.length === 0 && [...had].every((time) => wanted.has(time))) return null
  const quoted = read(timesOf, quote)
  return {
    guard: 'time-words',
    saw: `asked about ${[...wanted].join(', ') || 'no time'}, prepared for ${[...had].join(', ') || 'no time'}`,
    resolved: differing.length > 0 && differing.every((time) => quoted.has(time)),
  }
}
