import { digest } from '../../spec/digest.ts'
import type { DocumentId } from '../../spec/ids.ts'
import { sphericalClusters } from './spherical-clusters.ts'
import { topicLabel } from './topic-label.ts'

/** A document as it is clustered. */
export interface TopicDocument {
  readonly id: DocumentId
  readonly title: string | null
  /** Weighted words, as {@link topicTerms} makes them. */
  readonly terms: ReadonlyMap<string, number>
  /** Mean of its units' vectors, any length, all documents alike; null while they are owed. */
  readonly vector: Float32Array | null
}

export interface Topic {
  /** Stays while most of its members stay. */
  readonly id: string
  readonly label: string
  /** Members, nearest to the middle first; `weight` is the cosine to it, 0..1. */
  readonly members: readonly { readonly document: DocumentId; readonly weight: number }[]
}

export interface PreviousTopic {
  readonly id: string
  readonly members: readonly DocumentId[]
}

const fewestDocuments = 4
const mostTopics = 40
const documentsEach = 7

/**
 * Groups documents by meaning: spherical k-means (Dhillon and Modha, 2001) with farthest-first seeds, over the documents'
 * vectors, or over hashed tf-idf of their terms while any vector is owed. Deterministic; the order of the input does not
 * matter. Fewer than four documents make no topics. A topic keeps the id of the previous one it shares most members with,
 * where they are at least half of both together.
 */
export function clusterTopics(documents: readonly TopicDocument[], previous: readonly PreviousTopic[] = []): readonly Topic[] {
  if (documents.length < fewestDocuments) return []
  const ordered = [...documents].sort((a, b) => (a.id < b.id ? -1 : 1))
  const count = Math.min(mostTopics, Math.max(2, Math.round(ordered.length / documentsEach)))
  const vectors = vectorsOf(ordered)
  const clusters = sphericalClusters(vectors, count)
  const made = clusters.map((cluster) => ({
    members: cluster
      .map(({ index, weight }) => ({ document: ordered[index], weight }))
      .flatMap(({ document, weight }) => (document === undefined ? [] : [{ document, weight }])),
  }))
  const ids = stickyIds(
    made.map((topic) => topic.members.map((member) => member.document.id)),
    previous,
  )
  const taken = new Set<string>()
  return made.map((topic, at) => {
    const label = topicLabel(
      topic.members.map((member) => member.document),
      ordered,
      taken,
    )
    taken.add(label)
    return {
      id: ids[at] ?? '',
      label,
      members: topic.members.map((member) => ({ document: member.document.id, weight: member.weight })),
    }
  })
}

function stickyIds(topics: readonly (readonly DocumentId[])[], previous: readonly PreviousTopic[]): readonly string[] {
  const pairs = topics.flatMap((members, topic) =>
    previous.map((before, at) => {
      const known = new Set(before.members)
      const shared = members.filter((member) => known.has(member)).length
      return { topic, at, overlap: shared / (members.length + known.size - shared) }
    }),
  )
  const ids: string[] = topics.map((members) => digest('topic', ...[...members].sort()))
  const [usedTopics, usedBefore] = [new Set<number>(), new Set<number>()]
  for (const pair of pairs.sort((a, b) => b.overlap - a.overlap || a.topic - b.topic || a.at - b.at)) {
    const before = previous[pair.at]
    if (pair.overlap < 0.5 || before === undefined || usedTopics.has(pair.topic) || usedBefore.has(pair.at)) continue
    usedTopics.add(pair.topic)
    usedBefore.add(pair.at)
    ids[pair.topic] = before.id
  }
  return ids
}

const buckets = 256

function vectorsOf(documents: readonly TopicDocument[]): readonly Float32Array[] {
  const given = documents.flatMap((document) => (document.vector === null ? [] : [document.vector]))
  if (given.length === documents.length) return given
  const seen = new Map<string, number>()
  for (const document of documents) for (const term of document.terms.keys()) seen.set(term, (seen.get(term) ?? 0) + 1)
  return documents.map((document) => {
    const vector = new Float32Array(buckets)
    for (const [term, count] of document.terms) {
      const bucket = bucketOf(term)
      vector[bucket] = (vector[bucket] ?? 0) + (1 + Math.log(count)) * Math.log(documents.length / (seen.get(term) ?? 1) + 1)
    }
    return vector
  })
}

// FNV-1a, 32 bits: any even spread does, and it needs no state.
function bucketOf(term: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < term.length; index++) hash = Math.imul(hash ^ term.charCodeAt(index), 0x01000193)
  return (hash >>> 0) % buckets
}
