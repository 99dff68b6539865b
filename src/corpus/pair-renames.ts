import { posix } from 'node:path'
import type { Digest } from '../spec/digest.ts'
import type { DocumentId } from '../spec/ids.ts'
import { type WordBag, wordBag, wordOverlap } from './word-overlap.ts'

/** A document as renames are told by: its path, the digest of its bytes, its living passages. */
export interface RenameSide {
  readonly path: string
  readonly digest: Digest
  readonly passages: readonly { readonly version: Digest; readonly text: string }[]
}

/** A document that is gone from its path. */
export interface GoneDocument extends RenameSide {
  readonly id: DocumentId
}

/** Finds which gone document a new one is, each at most once. */
export interface RenameFinder {
  take(added: RenameSide): DocumentId | null
}

/** Least share, of the longer document, that makes two documents one renamed and edited. */
const leastShared = 0.6
/** Gone documents whose words are compared with those of one new document, at most. */
const mostCompared = 20

/**
 * A new document is a gone one renamed where their bytes are equal; else where at least 60 % of their passages are; else
 * where at least 60 % of their words are and the file's name or folder is the same, as an edit can touch every passage
 * of a short file.
 */
export function createRenameFinder(gone: readonly GoneDocument[]): RenameFinder {
  const free = new Map(gone.map((one) => [one.id, one]))
  const byDigest = Map.groupBy(gone, (one) => one.digest)
  const byName = Map.groupBy(gone, (one) => posix.basename(one.path))
  const byFolder = Map.groupBy(gone, (one) => posix.dirname(one.path))
  const byVersion = holdersOf(gone)
  const bags = new Map<DocumentId, WordBag>()

  const equalBytes = (digest: Digest): DocumentId | null =>
    byDigest.get(digest)?.find((one) => free.has(one.id) && one.passages.length > 0)?.id ?? null

  const equalPassages = ({ passages }: RenameSide): DocumentId | null => {
    const shared = new Map<DocumentId, number>()
    for (const [version, times] of countOf(passages.map((passage) => passage.version))) {
      for (const [id, held] of countOf(byVersion.get(version) ?? [])) {
        if (free.has(id)) shared.set(id, (shared.get(id) ?? 0) + Math.min(times, held))
      }
    }
    return best([...shared].map(([id, count]) => [id, count / Math.max(passages.length, free.get(id)?.passages.length ?? 0)]))
  }

  const equalWords = ({ path, passages }: RenameSide): DocumentId | null => {
    const named = byName.get(posix.basename(path)) ?? []
    const beside = byFolder.get(posix.dirname(path)) ?? []
    const candidates = [...new Set([...named, ...beside])].filter((one) => free.has(one.id)).slice(0, mostCompared)
    if (candidates.length === 0) return null
    const words = bagOf(passages)
    return best(candidates.map((one) => [one.id, wordOverlap(words, knownBag(one))]))
  }

  const knownBag = (one: GoneDocument): WordBag => {
    const bag = bags.get(one.id) ?? bagOf(one.passages)
    bags.set(one.id, bag)
    return bag
  }

  return {
    take(added) {
      const found = equalBytes(added.digest) ?? equalPassages(added) ?? equalWords(added)
      if (found !== null) free.delete(found)
      return found
    },
  }
}

function best(shares: readonly (readonly [DocumentId, number])[]): DocumentId | null {
  let found: readonly [DocumentId, number] | null = null
  for (const one of shares) if (one[1] >= leastShared && (found === null || one[1] > found[1])) found = one
  return found?.[0] ?? null
}

function holdersOf(gone: readonly GoneDocument[]): ReadonlyMap<Digest, readonly DocumentId[]> {
  const holders = new Map<Digest, DocumentId[]>()
  for (const { id, passages } of gone) {
    for (const { version } of passages) {
      const found = holders.get(version)
      if (found === undefined) holders.set(version, [id])
      else found.push(id)
    }
  }
  return holders
}

function bagOf(passages: RenameSide['passages']): WordBag {
  return wordBag(passages.map((passage) => passage.text).join('\n'))
}

function countOf<Item>(items: readonly Item[]): ReadonlyMap<Item, number> {
  const counts = new Map<Item, number>()
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1)
  return counts
}
