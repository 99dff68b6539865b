/** A piece of a text that layout cannot take apart. Two texts with equal keys in equal order differ in layout alone. */
export interface LayoutToken {
  readonly key: string
  /** Offsets in the text, `end` exclusive. */
  readonly start: number
  readonly end: number
}

/** A text's tokens as they stand, with the order in which they are compared where that is another one. */
export interface TokenStream {
  readonly tokens: readonly LayoutToken[]
  /** Indices into `tokens`. */
  readonly order: readonly number[]
}

/** The words of a text: what stands between white space. */
export function wordTokens(text: string): TokenStream {
  return inOrder([...text.matchAll(/\S+/g)].map((match) => ({ key: match[0], start: match.index, end: match.index + match[0].length })))
}

export function inOrder(tokens: readonly LayoutToken[]): TokenStream {
  return { tokens, order: tokens.map((_, at) => at) }
}
