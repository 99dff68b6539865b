const reference = /&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?/y

/** Offsets in `source[from..to)` of each character of `value`, which the source spells with escapes, entities and line prefixes. */
export function align(value: string, source: string, from: number, to: number): readonly number[] {
  const offsets: number[] = []
  let at = from
  for (let i = 0; i < value.length; i++) {
    const wanted = value.charCodeAt(i)
    const found = seek(source, at, to, wanted, value.charCodeAt(i + 1))
    // A character the source does not spell (the second half of an entity's pair) stays where the last one was.
    offsets.push(found === null ? Math.min(at, to) : found.at)
    if (found !== null) at = found.at + found.length
  }
  return offsets
}

interface Found {
  readonly at: number
  readonly length: number
}

const ampersand = 38

/** Line prefixes and escapes before a character are short; a search that goes further has lost its way. */
const farthest = 400

function seek(source: string, from: number, to: number, wanted: number, next: number): Found | null {
  const limit = Math.min(to, from + farthest)
  for (let at = from; at < limit; at++) {
    const found = source.charCodeAt(at)
    if (found === wanted) {
      const isEntity = wanted === ampersand && next !== source.charCodeAt(at + 1)
      return { at, length: isEntity ? referenceLength(source, at) : 1 }
    }
    if (found === ampersand && referenceLength(source, at) > 1) return { at, length: referenceLength(source, at) }
  }
  return null
}

function referenceLength(source: string, at: number): number {
  reference.lastIndex = at
  return reference.exec(source)?.[0].length ?? 1
}
