import type { TopicDocument } from './cluster-topics.ts'

const words = 3

/**
 * A label of up to three words that many members share and few others have, written as their titles write them. Where two
 * topics would be called alike, the later one gets a further word.
 */
export function topicLabel(members: readonly TopicDocument[], all: readonly TopicDocument[], taken: ReadonlySet<string>): string {
  const share = (documents: readonly TopicDocument[], term: string): number =>
    documents.filter((document) => document.terms.has(term)).length / documents.length
  const weights = new Map<string, number>()
  for (const member of members) for (const [term, count] of member.terms) weights.set(term, (weights.get(term) ?? 0) + Math.min(count, 3))
  const ranked = [...weights]
    .filter(([term]) => /^\p{L}/u.test(term) && term.length > 2)
    .map(([term, weight]) => ({
      term,
      score: share(members, term) * Math.log(1 + weight) * Math.log(1 + share(members, term) / Math.max(share(all, term), 1e-9)),
    }))
    .sort((a, b) => b.score - a.score || (a.term < b.term ? -1 : 1))
  const chosen: string[] = []
  for (const { term } of ranked) {
    if (chosen.some((other) => other.startsWith(term.slice(0, 5)) || term.startsWith(other.slice(0, 5)))) continue
    chosen.push(term)
    if (chosen.length >= words && !taken.has(written(chosen, members))) break
    if (chosen.length > words + 2) break
  }
  return chosen.length === 0 ? (members[0]?.title ?? 'other') : written(chosen, members)
}

function written(terms: readonly string[], members: readonly TopicDocument[]): string {
  const label = terms.map((term) => inTitle(term, members)).join(', ')
  return label.charAt(0).toUpperCase() + label.slice(1)
}

function inTitle(term: string, members: readonly TopicDocument[]): string {
  for (const { title } of members) {
    const found = (title ?? '').split(/[^\p{L}\p{N}.+#-]+/u).find((word) => word.toLowerCase() === term)
    if (found !== undefined) return /\p{Lu}.*\p{Lu}|[.\d]/u.test(found) ? found : term
  }
  return term
}
