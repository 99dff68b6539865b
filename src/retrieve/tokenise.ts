import { foldText } from './fold-text.ts'
import { stem } from './stem.ts'

/** Longer runs are data (base64, minified code): only their parts are kept. */
const longestToken = 64
/** A word, a dotted or dashed identifier, a path, a flag, a version, `C++` or `C#`. */
const chunkPattern =
  /--?[\p{L}][\p{L}\p{N}\p{M}_-]*|[@$#]?[\p{L}\p{N}_][\p{L}\p{N}\p{M}_]*(?:\+\+|#(?![\p{L}\p{N}]))?(?:(?:::|->|[.,:/\\'&@-])[\p{L}\p{N}_][\p{L}\p{N}\p{M}_]*)*/gu
const plainWord = /^(?:[A-Za-z][a-z]*|[A-Z]+)$/
const digitGroups = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/
const version = /^v?\d+(?:\.\d+)+(?:-[\p{L}\p{N}.]+)?$/u
const acronym = /^(?:\p{L}\.)+\p{L}$/u
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u

/**
 * The one tokeniser, for the index and for questions alike: Unicode words, lower-cased, accents folded and lightly
 * stemmed; an identifier stands whole and split (`c.req.param()` → `c.req.param`, `c`, `req`, `param`). No stop words
 * are removed. Tokens hold neither white space nor quotes and are at most 64 characters; their order is the text's.
 */
export function tokenise(text: string): string[] {
  const tokens: string[] = []
  for (const [chunk] of foldText(text).matchAll(chunkPattern)) {
    if (plainWord.test(chunk)) {
      if (chunk.length <= longestToken) tokens.push(stem(chunk.toLowerCase()))
    } else {
      for (const token of chunkTokens(chunk)) if (token !== '' && token.length <= longestToken) tokens.push(token)
    }
  }
  return tokens
}

function chunkTokens(chunk: string): readonly string[] {
  const lower = chunk.toLowerCase()
  if (unspaced.test(chunk)) return pairs(lower)
  if (digitGroups.test(chunk)) return [lower.replaceAll(',', '')]
  if (chunk.includes(',')) return chunk.split(',').flatMap(chunkTokens)
  if (chunk.includes("'")) return apostropheTokens(chunk)
  if (version.test(lower)) return lower.startsWith('v') ? [lower, lower.slice(1)] : [lower]
  if (acronym.test(lower)) return [lower, lower.replaceAll('.', '')]
  return identifierTokens(chunk, lower)
}

function identifierTokens(chunk: string, lower: string): readonly string[] {
  const parts = splitIdentifier(chunk)
  const [only] = parts
  if (parts.length === 1 && only === lower) return [stem(only)]
  const bare = lower.replace(/^[-@$#]+/, '')
  const segments = /[/\\]/.test(bare) ? bare.split(/[/\\]/).filter((segment) => /[._-]/.test(segment)) : []
  return [lower, ...(bare !== lower && parts.length > 1 ? [bare] : []), ...segments, ...parts.map(stem)]
}

/** `maxBodySize` → max, body, size; `HTMLElement` → html, element; one letter left by a capital (`OAuth`) is no part. */
function splitIdentifier(chunk: string): readonly string[] {
  const parts: string[] = []
  for (const piece of chunk.split(/[^\p{L}\p{N}\p{M}+#]+|_|#(?=[\p{L}\p{N}])/u)) {
    if (piece === '') continue
    const words = piece.split(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u).filter((word) => word.length > 1)
    if (words.length > 1) parts.push(piece.toLowerCase(), ...words.map((word) => word.toLowerCase()))
    else parts.push(piece.toLowerCase())
  }
  return parts[0] === chunk.toLowerCase() && parts.length > 1 ? parts.slice(1) : parts
}

function apostropheTokens(chunk: string): readonly string[] {
  const bare = chunk.replace(/'s$/i, '')
  return bare.includes("'") ? [bare.toLowerCase().replaceAll("'", '')] : chunkTokens(bare)
}

/** Scripts without spaces: pairs of neighbouring characters, the usual index for them. */
function pairs(lower: string): readonly string[] {
  const characters = [...lower]
  return characters.length === 1 ? characters : characters.slice(1).map((character, at) => `${characters[at]}${character}`)
}
