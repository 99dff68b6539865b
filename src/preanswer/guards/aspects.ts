import type { Guard } from './guard.ts'
import { namesIdentifier } from './identifiers.ts'
import { readAnew } from './read-text.ts'

/** What is asked of a thing, and how a quotation that tells it reads. */
const aspects: readonly (readonly [name: string, asked: RegExp, told: RegExp])[] = [
  [
    'author',
    /\bwho (?:made|makes|wrote|created|invented|built|maintains|owns|develops|developed)\b/i,
    /\b(?:made|written|created|invented|built|maintained|owned|developed) by\b|\bauthors?\b/i,
  ],
  ['version', /\bsince (?:which|what|when)\b|\b(?:which|what) version\b/i, /\bversions?\b|\bv?\d+\.\d+/i],
  ['type', /\b(?:which|what) (?:data )?type\b|\btype of (?:the|an?)\b/i, /(?<![-\w])type(?![-\w])/i],
  ['default', /\bdefaults?\b/i, /\bdefaults?\b/i],
  ['maximum', /\b(?:maximum|max|largest|longest)\b/i, /\b(?:maximum|max|limit|at most|up to|no more than)\b/i],
  ['minimum', /\b(?:minimum|min|smallest|shortest)\b/i, /\b(?:minimum|min|limit|at least)\b/i],
  [
    'prevention',
    /\b(?:stop|avoid|prevent|ignore|undo|unset|forbid|get rid of)\b/i,
    /\b(?:stops?|avoids?|prevents?|ignores?|disables?|removes?|forbids?|suppress(?:es)?|skips?|bypass(?:es)?|blocks?)\b/i,
  ],
  ['testing', /\b(?:test|tests|testing|mock|debug)\b/i, /\b(?:test|tests|testing|mock|debug)\b/i],
]
const option = /`?([\w.-]+)`? (?:option|parameter|flag|setting)\b/gi
const general = new Set('which what the a an any this that each every one no its another'.split(' '))

/** Names an option is asked for by, whether or not they are set as code. */
function optionsOf(text: string): readonly string[] {
  return [...text.matchAll(option)].flatMap(([, name = '']) => (general.has(name.toLowerCase()) ? [] : [name.toLowerCase()]))
}

/** Whether a text tells an aspect in words that do not stand in `asked` ("avoid having to bypass it" is not told by "bypass it"). */
function tells(text: string, told: RegExp, asked: string): boolean {
  return [...text.matchAll(new RegExp(told, 'gi'))].some(([word]) => !asked.toLowerCase().includes(word.toLowerCase()))
}

/** Whether a text names a member by its last part (`VerifyOptions.aud` for *aud*). */
function hasMember(text: string, name: string): boolean {
  return text.toLowerCase().includes(`.${name}`)
}

/**
 * Fires where something else is asked of the same thing (its author, type, version, default, bound, how to prevent or test
 * it) or another option is named; resolved where the quotation tells just that.
 */
export const aspectsGuard: Guard = (asked, prepared, quote, read = readAnew) => {
  const wanted = aspects.filter(
    ([name, pattern, told]) => pattern.test(asked) && !pattern.test(prepared) && !tells(prepared, told, name === 'prevention' ? asked : ''),
  )
  const other = read(optionsOf, asked).filter((name) => !namesIdentifier(prepared, name) && !hasMember(prepared, name))
  if (wanted.length === 0 && other.length === 0) return null
  return {
    guard: 'aspects',
    saw: `asked for ${[...wanted.map(([name]) => name), ...other].join(', ')}`,
    resolved:
      wanted.every(([name, , told]) => tells(quote, told, name === 'prevention' ? asked : '')) &&
      other.every((name) => namesIdentifier(quote, name)),
  }
}
