import type { Digest } from '../spec/digest.ts'
import type { DocumentId } from '../spec/ids.ts'

/** A document that is gone from its path, with the versions of its living passages. */
export interface GoneDocument {
  readonly id: DocumentId
  readonly digest: Digest
  readonly versions: readonly Digest[]
}

/** Finds which gone document a new one is, each at most once. */
export interface RenameFinder {
  take(added: { readonly digest: Digest; readonly versions: readonly Digest[] }): DocumentId | null
}

/** Least share of passages, of the longer document, that makes two documents one renamed and edited. */
const leastShared = 0.6

/** A new document is a gone one renamed where their bytes are equal, else where at least 60 % of their passages are. */
export function createRenameFinder(gone: readonly GoneDocument[]): RenameFinder {
  const free = new Map(gone.map((one) => [one.id, one]))
  const byDigest = Map.groupBy(gone, (one) => one.digest)
  const byVersion = new Map<Digest, DocumentId[]>()
  for (const one of gone) {
    for (const version of one.versions) {
      const holders = byVersion.get(version)
      if (holders === undefined) byVersion.set(version, [one.id])
      else holders.push(one.id)
    }
  }

  const mostShared = (versions: readonly Digest[]): DocumentId | null => {
    const shared = new Map<DocumentId, number>()
    for (const [version, times] of countOf(versions)) {
      for (const [id, held] of countOf(byVersion.get(version) ?? [])) {
        if (free.has(id)) shared.set(id, (shared.get(id) ?? 0) + Math.min(times, held))
      }
    }
    let best: { readonly id: DocumentId; readonly share: number } | null = null
    for (const [id, count] of shared) {
      const share = count / Math.max(versions.length, free.get(id)?.versions.length ?? 0)
      if (share >= leastShared && (best === null || share > best.share)) best = { id, share }
    }
    return best?.id ?? null
  }

  return {
    take({ digest, versions }) {
      const equal = byDigest.get(digest)?.find((one) => free.has(one.id) && one.versions.length > 0)
      const found = equal?.id ?? mostShared(versions)
      if (found !== null) free.delete(found)
      return found
    },
  }
}

function countOf<Item>(items: readonly Item[]): ReadonlyMap<Item, number> {
  const counts = new Map<Item, number>()
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1)
  return counts
}
