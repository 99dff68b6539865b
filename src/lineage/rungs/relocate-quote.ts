import type { Quote } from '../../spec/claim.ts'
import type { Digest } from '../../spec/digest.ts'
import type { LayoutToken, TokenStream } from './layout-token.ts'

export interface TokenisedText {
  readonly version: Digest
  readonly text: string
  readonly stream: TokenStream
}

/**
 * The quote among the same tokens of another text, with the words and white space it has there; null where the tokens
 * differ, or where those quoted no longer stand together.
 */
export function relocateQuote(quote: Quote, before: Omit<TokenisedText, 'version'>, after: TokenisedText): Quote | null {
  if (before.text.slice(quote.start, quote.end) !== quote.text) return null
  const places = pair(before.stream, after.stream)
  if (places === null) return null
  const { tokens } = before.stream
  const first = tokens.findIndex((token) => token.end > quote.start)
  const last = tokens.findLastIndex((token) => token.start < quote.end)
  if (first < 0 || last < first) return null
  for (let at = first; at < last; at++) if (places[at + 1] !== (places[at] ?? -2) + 1) return null
  const start = offsetIn(before, after, tokens[first], after.stream.tokens[places[first] ?? -1], quote.start, 'start')
  const end = offsetIn(before, after, tokens[last], after.stream.tokens[places[last] ?? -1], quote.end, 'end')
  if (start === null || end === null || end <= start) return null
  return { ...quote, version: after.version, start, end, text: after.text.slice(start, end) }
}

/** For each token of one text the index of its equal in the other, or null where the streams differ. */
function pair(before: TokenStream, after: TokenStream): readonly number[] | null {
  if (before.order.length !== after.order.length) return null
  const places: number[] = []
  for (const [at, index] of before.order.entries()) {
    const other = after.order[at] ?? -1
    if (before.tokens[index]?.key !== after.tokens[other]?.key) return null
    places[index] = other
  }
  return places
}

function offsetIn(
  before: { readonly text: string },
  after: { readonly text: string },
  from: LayoutToken | undefined,
  to: LayoutToken | undefined,
  offset: number,
  side: 'start' | 'end',
): number | null {
  if (from === undefined || to === undefined) return null
  if (side === 'start' ? offset <= from.start : offset >= from.end) return to[side]
  const isSame = before.text.slice(from.start, from.end) === after.text.slice(to.start, to.end)
  return isSame ? to.start + offset - from.start : null
}
