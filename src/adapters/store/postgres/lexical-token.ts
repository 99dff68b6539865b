import { createHash } from 'node:crypto'

/** A lexeme must stay below 2 KiB; what is longer is known by its digest. */
const longestToken = 1_000
/** Where the text of one `tsvector` is cut: it must stay below 1 MiB, with what it keeps of each lexeme. */
const partBytes = 500_000

/** A token as a lexeme. A digest begins with a character that no tokeniser gives out. */
export function lexemeOf(token: string): string {
  if (Buffer.byteLength(token) <= longestToken && !token.includes('\0')) return token
  return `\u0001${createHash('sha256').update(token).digest('base64url')}`
}

/**
 * The distinct lexemes of tokens separated by one space, in texts that are each small enough for one `tsvector`; one empty
 * text where there are none. A lexeme is in one of them only, so that rows can be counted as passages.
 */
export function lexemeParts(tokens: string): readonly string[] {
  const parts: string[] = []
  let part: string[] = []
  let bytes = 0
  for (const token of new Set(tokens.split(' '))) {
    if (token === '') continue
    const lexeme = lexemeOf(token)
    const size = Buffer.byteLength(lexeme) + 8
    if (bytes + size > partBytes) {
      parts.push(part.join(' '))
      part = []
      bytes = 0
    }
    part.push(lexeme)
    bytes += size
  }
  return [...parts, part.join(' ')]
}

/** One token as `tsquery` syntax: quoted, so that nothing in it is an operator. Null where nothing can hold it. */
export function queryOf(token: string): string | null {
  if (token === '' || token.includes(' ')) return null
  return `'${lexemeOf(token).replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
}
