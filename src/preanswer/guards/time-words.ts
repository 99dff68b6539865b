import type { Guard } from './guard.ts'

const groups: readonly (readonly [string, RegExp])[] = [
  ['now', /\b(?:now|currently|today|at present|present|nowadays|these days|at the moment|as of now)\b/i],
  ['latest', /\b(?:latest|newest|most recent|last|recently)\b/i],
  ['past', /\b(?:previously|formerly|originally|used to|yesterday|earlier|last (?:year|month|week)|back then|initially|at first)\b/i],
  ['future', /\b(?:will|going to|upcoming|next|tomorrow|future|planned|soon)\b/i],
  ['still', /\b(?:still|no longer|anymore|any more)\b/i],
  ['ever', /\b(?:ever|always|never|every time)\b/i],
]

function timesOf(text: string): ReadonlySet<string> {
  return new Set(groups.filter(([, pattern]) => pattern.test(text)).map(([name]) => name))
}

/** Fires where a question speaks of another time (now, latest, formerly, next …); resolved where the quotation speaks of the time asked. */
export const timeWordsGuard: Guard = (asked, prepared, quote) => {
  const wanted = timesOf(asked)
  const had = timesOf(prepared)
  const differing = [...wanted].filter((time) => !had.has(time))
  if (differing.length === 0 && [...had].every((time) => wanted.has(time))) return null
  const quoted = timesOf(quote)
  return {
    guard: 'time-words',
    saw: `asked about ${[...wanted].join(', ') || 'no time'}, prepared for ${[...had].join(', ') || 'no time'}`,
    resolved: differing.length > 0 && differing.every((time) => quoted.has(time)),
  }
}
