import type { Span } from '../split-sentences.ts'

export interface FrontMatterEntry {
  readonly key: string
  readonly value: string
  readonly span: Span
}

/** Top-level `key: value` (or TOML `key = value`) lines of a front matter's body; offsets start at `from`. Nested values are read past. */
export function frontMatterEntries(body: string, from: number): readonly FrontMatterEntry[] {
  const entries: FrontMatterEntry[] = []
  for (const line of body.matchAll(/^([A-Za-z_][\w.-]*)[ \t]*[:=][ \t]*(.*?)[ \t]*\r?$/gm)) {
    const [whole, key, raw] = line
    if (key === undefined || raw === undefined) continue
    const start = from + line.index
    entries.push({ key, value: unquote(raw), span: { start, end: start + whole.length } })
  }
  return entries
}

function unquote(value: string): string {
  const quoted = /^(["'])(.*)\1$/.exec(value)
  return quoted?.[2]?.trim() ?? value
}
