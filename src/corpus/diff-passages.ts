import type { Digest } from '../spec/digest.ts'
import { emptyBag, wordBag, wordOverlap } from './word-overlap.ts'

/** A passage as it was; one that is not alive can only come back by its digests. */
export interface OldPassage {
  readonly id: string
  readonly version: Digest
  readonly normal: Digest
  readonly placeDigest: Digest
  readonly text: string
  readonly isAlive: boolean
}

/** A passage as it is now. */
export interface NewPassage {
  /** The id it gets where it is the first of its text in its document: an old passage of this id was born with this text. */
  readonly born: string
  readonly version: Digest
  readonly normal: Digest
  readonly placeDigest: Digest
  readonly text: string
}

/** Least share of words two texts must have in common to be one passage edited. */
const leastOverlap = 0.5
/** How far apart in their gap two passages may stand to be compared; less in large gaps, so that no rewrite costs more than this many pairs. */
const farthest = 12
const mostPairs = 8000

/**
 * Finds for each new passage the old one it continues, as an index into `old`, or null where it is new. In order: equal
 * text in equal order, equal text moved, equal text come back from removal, text equal but for white space, the text
 * it was born with (an edit taken back), and at last neighbourhood: same place, between the same matched neighbours, at
 * least half the words in common. Every old passage is continued at most once. Pure; linear but for the neighbourhood's
 * bounded comparisons.
 */
export function diffPassages(old: readonly OldPassage[], next: readonly NewPassage[]): readonly (number | null)[] {
  const matching = startMatching(old.length, next.length)
  matchUnique(matching, old, next)
  growRuns(matching, old, next)
  matchEnds(matching, old, next)
  matchInOrder(matching, old, next, exact, true)
  matchInOrder(matching, old, next, exact, false)
  matchInOrder(matching, old, next, normal, true)
  matchBorn(matching, old, next)
  matchNeighbours(matching, old, next)
  matchInOrder(matching, old, next, normal, false)
  return matching.oldOf
}

const exact = (one: OldPassage | NewPassage): Digest => one.version
const normal = (one: OldPassage | NewPassage): Digest => one.normal

interface Matching {
  /** By new index. */
  readonly oldOf: (number | null)[]
  /** By old index. */
  readonly newOf: (number | null)[]
}

function startMatching(olds: number, news: number): Matching {
  return { oldOf: new Array<number | null>(news).fill(null), newOf: new Array<number | null>(olds).fill(null) }
}

function match({ oldOf, newOf }: Matching, oldIndex: number, newIndex: number): void {
  oldOf[newIndex] = oldIndex
  newOf[oldIndex] = newIndex
}

function isFree(matching: Matching, oldIndex: number, newIndex: number): boolean {
  return matching.newOf[oldIndex] === null && matching.oldOf[newIndex] === null
}

function continues(old: OldPassage | undefined, next: NewPassage | undefined): boolean {
  return old !== undefined && next !== undefined && old.isAlive && old.version === next.version
}

/** Common head and tail, for what holds no text that occurs once. */
function matchEnds(matching: Matching, old: readonly OldPassage[], next: readonly NewPassage[]): void {
  const firstGone = old.findIndex((one) => !one.isAlive)
  const olds = firstGone === -1 ? old.length : firstGone
  const pair = (oldIndex: number, newIndex: number): boolean => {
    if (matching.oldOf[newIndex] === oldIndex) return true
    if (!continues(old[oldIndex], next[newIndex]) || !isFree(matching, oldIndex, newIndex)) return false
    match(matching, oldIndex, newIndex)
    return true
  }
  const shorter = Math.min(olds, next.length)
  let head = 0
  while (head < shorter && pair(head, head)) head++
  for (let tail = 1; tail <= shorter - head && pair(olds - tail, next.length - tail); tail++);
}

/** Texts that occur once on both sides anchor the rest, wherever they moved. */
function matchUnique(matching: Matching, old: readonly OldPassage[], next: readonly NewPassage[]): void {
  const olds = indicesBy(old, exact, (at) => matching.newOf[at] === null && old[at]?.isAlive === true)
  const news = indicesBy(next, exact, (at) => matching.oldOf[at] === null)
  for (const [text, [oldIndex, ...others]] of olds) {
    const [newIndex, ...more] = news.get(text) ?? []
    if (others.length === 0 && more.length === 0 && oldIndex !== undefined && newIndex !== undefined) match(matching, oldIndex, newIndex)
  }
}

/** Repeated texts go with the neighbour they stand beside on both sides. */
function growRuns(matching: Matching, old: readonly OldPassage[], next: readonly NewPassage[]): void {
  const grow = (newIndex: number, step: 1 | -1) => {
    const neighbour = matching.oldOf[newIndex - step]
    if (neighbour === null || neighbour === undefined) return
    const oldIndex = neighbour + step
    if (continues(old[oldIndex], next[newIndex]) && isFree(matching, oldIndex, newIndex)) match(matching, oldIndex, newIndex)
  }
  for (let at = 1; at < next.length; at++) grow(at, 1)
  for (let at = next.length - 2; at >= 0; at--) grow(at, -1)
}

function matchInOrder(
  matching: Matching,
  old: readonly OldPassage[],
  next: readonly NewPassage[],
  key: (one: OldPassage | NewPassage) => Digest,
  isAlive: boolean,
): void {
  const olds = indicesBy(old, key, (at) => matching.newOf[at] === null && old[at]?.isAlive === isAlive)
  if (olds.size === 0) return
  for (const [newIndex, one] of next.entries()) {
    if (matching.oldOf[newIndex] !== null) continue
    const candidates = olds.get(key(one))
    if (candidates === undefined) continue
    const samePlace = candidates.findIndex((at) => old[at]?.placeDigest === one.placeDigest)
    const [oldIndex] = candidates.splice(Math.max(0, samePlace), 1)
    if (oldIndex !== undefined) match(matching, oldIndex, newIndex)
  }
}

function matchBorn(matching: Matching, old: readonly OldPassage[], next: readonly NewPassage[]): void {
  const olds = new Map(old.flatMap((one, at) => (matching.newOf[at] === null ? [[one.id, at] as const] : [])))
  for (const [newIndex, one] of next.entries()) {
    const oldIndex = olds.get(one.born)
    if (oldIndex !== undefined && isFree(matching, oldIndex, newIndex)) match(matching, oldIndex, newIndex)
  }
}

function indicesBy<One>(passages: readonly One[], key: (one: One) => Digest, wanted: (index: number) => boolean): Map<Digest, number[]> {
  const indices = new Map<Digest, number[]>()
  for (const [at, one] of passages.entries()) {
    if (!wanted(at)) continue
    const text = key(one)
    const found = indices.get(text)
    if (found === undefined) indices.set(text, [at])
    else found.push(at)
  }
  return indices
}

/** Between two matched neighbours, the best pairs of similar texts at the same place. */
function matchNeighbours(matching: Matching, old: readonly OldPassage[], next: readonly NewPassage[]): void {
  for (let from = 0; from < next.length; from++) {
    if (matching.oldOf[from] !== null) continue
    let to = from
    while (to + 1 < next.length && matching.oldOf[to + 1] === null) to++
    matchGap(matching, old, next, from, to)
    from = to
  }
}

function matchGap(matching: Matching, old: readonly OldPassage[], next: readonly NewPassage[], from: number, to: number): void {
  const olds = gapOf(matching, old, from, to)
  if (olds.length === 0) return
  const reach = Math.max(2, Math.min(farthest, Math.floor(mostPairs / (to - from + 1))))
  const wordsOf = new Map(olds.map((at) => [at, wordBag(old[at]?.text ?? '')]))
  const pairs: { readonly oldIndex: number; readonly newIndex: number; readonly overlap: number; readonly distance: number }[] = []
  for (let newIndex = from; newIndex <= to; newIndex++) {
    const one = next[newIndex]
    if (one === undefined) continue
    const words = wordBag(one.text)
    const offset = newIndex - from
    for (let position = Math.max(0, offset - reach); position < Math.min(olds.length, offset + reach + 1); position++) {
      const oldIndex = olds[position]
      if (oldIndex === undefined || old[oldIndex]?.placeDigest !== one.placeDigest) continue
      const overlap = wordOverlap(words, wordsOf.get(oldIndex) ?? emptyBag)
      if (overlap >= leastOverlap) pairs.push({ oldIndex, newIndex, overlap, distance: Math.abs(position - offset) })
    }
  }
  pairs.sort((a, b) => b.overlap - a.overlap || a.distance - b.distance || a.newIndex - b.newIndex)
  for (const { oldIndex, newIndex } of pairs) if (isFree(matching, oldIndex, newIndex)) match(matching, oldIndex, newIndex)
}

/** Living old passages not continued yet, after the one before the gap and before the one after it. */
function gapOf(matching: Matching, old: readonly OldPassage[], from: number, to: number): readonly number[] {
  const before = from === 0 ? -1 : (matching.oldOf[from - 1] ?? -1)
  const after = matching.oldOf[to + 1] ?? old.length
  const free: number[] = []
  const collect = (start: number, end: number) => {
    for (let at = start; at < end; at++) if (matching.newOf[at] === null && old[at]?.isAlive) free.push(at)
  }
  if (before < after) collect(before + 1, after)
  // The neighbours changed order: what follows the one before, or precedes the one after.
  else {
    for (let at = before + 1; at < old.length && matching.newOf[at] === null && old[at]?.isAlive; at++) free.push(at)
    for (let at = after - 1; at >= 0 && matching.newOf[at] === null && old[at]?.isAlive; at--) free.push(at)
  }
  return free
}
