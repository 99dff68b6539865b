/** The words of a text with how often each occurs. */
export interface WordBag {
  readonly counts: ReadonlyMap<string, number>
  readonly size: number
}

export const emptyBag: WordBag = { counts: new Map(), size: 0 }

export function wordBag(text: string): WordBag {
  const counts = new Map<string, number>()
  let size = 0
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}_]+/gu)) {
    counts.set(word, (counts.get(word) ?? 0) + 1)
    size++
  }
  return { counts, size }
}

/** Words in common over the words of the longer text, 0..1; a repeated word counts as often as both have it. */
export function wordOverlap(a: WordBag, b: WordBag): number {
  const longest = Math.max(a.size, b.size)
  if (longest === 0) return 0
  let common = 0
  for (const [word, count] of a.counts) common += Math.min(count, b.counts.get(word) ?? 0)
  return common / longest
}
