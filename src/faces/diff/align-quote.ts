import { type FreshUnit, folded, type LaidPassage } from './laid-change.ts'

/** Text of the new state that stands where a quotation stood. */
export interface AlignedText {
  readonly passage: LaidPassage
  /** Offsets in the passage's text. */
  readonly start: number
  readonly end: number
  readonly text: string
  /** 0..1, words in common in the same order. */
  readonly similarity: number
}

/** Longest quotation, in words, that is compared word by word. */
const longest = 400
/** Characters by which what stands there now may be longer, beside twice the length. */
const slack = 40
/** Runs of one passage that are compared. */
const mostRuns = 400

/**
 * The run of units of these that is most like a quotation and holds something new; null below `least`. A quotation of
 * several sentences is compared with runs of about as many.
 */
export function alignQuote(quote: string, fresh: readonly FreshUnit[], least: number): AlignedText | null {
  const words = wordsOf(quote)
  let best: AlignedText | null = null
  for (const [passage, units] of Map.groupBy(fresh, (unit) => unit.passage)) {
    for (const { start, end } of runsOf(passage, units, quote.length)) {
      const text = passage.text.slice(start, end)
      const similarity = likeness(words, wordsOf(text))
      if (similarity >= least && (best === null || similarity > best.similarity)) best = { passage, start, end, text, similarity }
    }
  }
  return best
}

/** Shorter than this a quotation is found in too many places to say that it moved to one. */
const shortestMoved = 24

/** Where a quotation stands word for word in one of the passages, white space aside; null where it does not, or is too short to tell. */
export function findVerbatim(quote: string, passages: readonly LaidPassage[]): AlignedText | null {
  const wanted = folded(quote)
  if (wanted.length < shortestMoved) return null
  for (const passage of passages) {
    if (!folded(passage.text).includes(wanted)) continue
    const pattern = wanted.split(' ').map(escaped).join('\\s+')
    const found = new RegExp(pattern, 'u').exec(passage.text)
    if (found !== null) return { passage, start: found.index, end: found.index + found[0].length, text: found[0], similarity: 1 }
  }
  return null
}

/** The whole passage, and runs of units about as long as the quotation that hold something new. */
function runsOf(
  passage: LaidPassage,
  fresh: readonly FreshUnit[],
  length: number,
): readonly { readonly start: number; readonly end: number }[] {
  const runs = [{ start: 0, end: passage.text.length }]
  const ordinals = new Set(fresh.map((unit) => unit.ordinal))
  for (const [first, from] of passage.units.entries()) {
    let holdsNew = false
    for (const [offset, to] of passage.units.slice(first).entries()) {
      holdsNew ||= ordinals.has(first + offset)
      if ((offset > 0 && to.end - from.start > length * 2 + slack) || runs.length === mostRuns) break
      if (holdsNew && to.end - from.start >= length / 3) runs.push({ start: from.start, end: to.end })
    }
  }
  return runs
}

function wordsOf(text: string): readonly string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? []).slice(0, longest)
}

/** Words in common in the same order over both lengths; a sentence that went whole into a longer one counts as much as an edited one. */
function likeness(quote: readonly string[], text: readonly string[]): number {
  if (quote.length === 0 || text.length === 0) return 0
  const common = commonInOrder(quote, text)
  const isTakenUp = quote.length >= fewestTakenUp && common >= leastTakenUp * quote.length
  return Math.max((2 * common) / (quote.length + text.length), isTakenUp ? takenUp + common / (10 * text.length) : 0)
}

/** A sentence of fewer words is found in many others. */
const fewestTakenUp = 6
const leastTakenUp = 0.9
const takenUp = 0.7

/** Length of the longest common subsequence. */
function commonInOrder(a: readonly string[], b: readonly string[]): number {
  let row = new Uint16Array(b.length + 1)
  for (const word of a) {
    const next = new Uint16Array(b.length + 1)
    for (let at = 0; at < b.length; at++) next[at + 1] = word === b[at] ? (row[at] ?? 0) + 1 : Math.max(row[at + 1] ?? 0, next[at] ?? 0)
    row = next
  }
  return row[b.length] ?? 0
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}
