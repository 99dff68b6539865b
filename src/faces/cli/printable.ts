import { stripVTControlCharacters } from 'node:util'

/**
 * A document's text as it may reach a screen: without escape sequences and control characters, which could move the cursor
 * or retitle the window. Line breaks and tabs stay.
 */
export function printable(text: string): string {
  return stripVTControlCharacters(text.replaceAll('\r\n', '\n')).replaceAll(/[^\P{Cc}\n\t]/gu, '')
}

/** The same on one line, white space folded. */
export function printableLine(text: string): string {
  return printable(text).replaceAll(/\s+/g, ' ').trim()
}
