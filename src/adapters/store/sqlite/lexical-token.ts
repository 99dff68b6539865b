/**
 * Our tokens hold anything but a space, and FTS5's tokenisers split and fold. So each character other than a lower-case
 * ASCII letter, a digit or one beyond ASCII is written as `_` and its code in two hexadecimal digits (`c++` → `c_2b_2b`),
 * which the `ascii` tokeniser with `_` as a token character keeps whole. Distinct tokens stay distinct.
 */
export function encodeTokens(tokens: string): string {
  return tokens.replace(/[^a-z0-9 \u0080-\uffff]/g, (character) => `_${character.charCodeAt(0).toString(16).padStart(2, '0')}`)
}

/** One token as FTS5 query syntax: a string, in which nothing is left to escape. */
export function matchToken(token: string): string {
  return `"${encodeTokens(token)}"`
}
