/** An abbreviation with what it stands for, as a text spells it out. */
export interface Abbreviation {
  readonly short: string
  readonly long: string
}

const bracketed = /((?:\b[\p{L}][\p{L}\p{N}-]*[ -]){2,8})\((\p{Lu}[\p{Lu}\d]{1,7})s?\)/gu

/**
 * Abbreviations that a text introduces in brackets behind the words they stand for ("Content Security Policy (CSP)"): the
 * letters must be the words' first ones, in order, small words left out (Schwartz and Hearst 2003, the strict case).
 */
export function abbreviationsIn(text: string): readonly Abbreviation[] {
  const found = new Map<string, string>()
  for (const [, before = '', short = ''] of text.matchAll(bracketed)) {
    const long = spelling(before.trimEnd(), short.toLowerCase())
    if (long !== null && !found.has(short)) found.set(short, long)
  }
  return [...found].map(([short, long]) => ({ short, long }))
}

const small = /^(?:of|and|the|for|in|to|a|an|on)$/i

function spelling(before: string, letters: string): string | null {
  let at = letters.length - 1
  for (const word of [...before.matchAll(/[^ -]+/g)].reverse()) {
    if (word[0].charAt(0).toLowerCase() === letters.charAt(at)) at--
    else if (!small.test(word[0])) return null
    if (at < 0) return small.test(word[0]) ? null : before.slice(word.index)
  }
  return null
}
