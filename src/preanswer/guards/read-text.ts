/** What a parser makes of a text. The parser is pure: what it once made of a text may be handed out again. */
export type ReadText = <Part>(parse: (text: string) => Part, text: string) => Part

/** Parses a text each time. */
export const readAnew: ReadText = (parse, text) => parse(text)

/** Parses each text once by each parser, as long as it is among the last `limit` texts or so. */
export function createTextReader(limit: number): ReadText {
  const known = new Map<string, Map<(text: string) => unknown, unknown>>()
  return <Part>(parse: (text: string) => Part, text: string): Part => {
    let parts = known.get(text)
    if (parts === undefined) {
      if (known.size >= limit) known.clear()
      parts = new Map()
      known.set(text, parts)
    }
    const before = parts.get(parse)
    // Kept under the parser that made it.
    if (before !== undefined) return before as Part
    const part = parse(text)
    parts.set(parse, part)
    return part
  }
}
