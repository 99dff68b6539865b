import type { Guard } from './guard.ts'
import { isMeasure } from './quantities.ts'
import { readAnew } from './read-text.ts'

const quotedCode = /`([^`]+)`/g
const codeShape =
  /(?<![\w-])--[a-z][\w-]*|(?<![\w-])-[a-z](?![\w-])|@[\w-]+\/[\w-]+|[\p{L}_$][\w$]*(?:(?:\.|::|->|#)[\p{L}_$][\w$]*)+(?:\(\))?|[\p{L}_$][\w$]*\(\)|\b[a-z]+[A-Z]\w*|\b[A-Z][a-z]+[A-Z]\w*|\b\w+_\w+|\b[A-Z]{2,}\d*\b|\b[\w-]+\.(?:js|ts|tsx|jsx|json|md|py|go|rs|java|yml|yaml|toml|html|css)\b|\b\p{L}+(?:\+\+|#)|\b\p{L}+\d+\b/gu

/** No name is so long; looking for one in it takes time by the square of its length. */
const endless = /[\p{L}\p{N}_$.:#@/-]{200,}/gu

/** Dotted abbreviations that are no code. */
const latin: ReadonlySet<string> = new Set(['e.g', 'i.e', 'a.m', 'p.m', 'U.S', 'U.K', 'Ph.D'])

/** Names out of code in a text, lower-cased, without calls' brackets: what back quotes hold and what has code's shape. */
export function identifiersOf(text: string): ReadonlySet<string> {
  const found = new Set<string>()
  for (const [, code = ''] of text.matchAll(quotedCode)) if (code.length <= 60) found.add(plain(code))
  for (const [name] of text.replace(quotedCode, ' ').replace(endless, ' ').matchAll(codeShape))
    if (!isMeasure(name) && !latin.has(name)) found.add(plain(name))
  found.delete('')
  return found
}

function plain(name: string): string {
  return name.toLowerCase().replace(/\(\)$/, '').trim()
}

/** Whether a text names an identifier, as a whole word. */
export function namesIdentifier(text: string, identifier: string): boolean {
  const lower = text.toLowerCase()
  for (let at = lower.indexOf(identifier); at >= 0; at = lower.indexOf(identifier, at + 1)) {
    const before = lower[at - 1] ?? ' '
    const after = lower[at + identifier.length] ?? ' '
    if (!/[\w$-]/.test(before) && !/[\w$]/.test(after)) return true
  }
  return false
}

function namesAsCode(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w$-])(?:\`${name}(?:\\(\\))?\`|${name}\\()`, 'i').test(text)
}

/**
 * Fires where the question asked names code that the prepared one does not; resolved where the quotation names all that
 * was asked. Leaving a name out asks for less, which the reader judges.
 */
export const identifiersGuard: Guard = (asked, prepared, quote, read = readAnew) => {
  const onlyAsked = [...read(identifiersOf, asked)].filter((name) => !namesIdentifier(prepared, name))
  if (onlyAsked.length === 0) return null
  // `text()` asked for `streamText()` is not settled by a quotation that says "text" of something else.
  const swapped = [...read(identifiersOf, prepared)].some((name) => !namesIdentifier(asked, name))
  return {
    guard: 'identifiers',
    saw: `asked ${onlyAsked.join(', ')}, prepared for ${[...read(identifiersOf, prepared)].join(', ') || 'no name'}`,
    resolved: onlyAsked.every((name) => (swapped && /^[a-z]+$/.test(name) ? namesAsCode(quote, name) : namesIdentifier(quote, name))),
  }
}
