import type { TopicDocument } from './cluster-topics.ts'

const mostWords = 3
/** A word names a topic where this share of its members has it … */
const leastShare = 0.34
/** … and it is so much more common there than everywhere. */
const leastLift = 1.4

/**
 * A label a reader understands: up to three words that many members share and few other documents have, as titles write
 * them; where there are none, the titles nearest to the middle. `members` come nearest first. Never one of `taken`.
 */
export function topicLabel(members: readonly TopicDocument[], all: readonly TopicDocument[], taken: ReadonlySet<string>): string {
  const share = (documents: readonly TopicDocument[], term: string): number =>
    documents.filter((document) => document.terms.has(term)).length / documents.length
  const terms = [...new Set(members.flatMap((member) => [...member.terms.keys()]))]
    .filter((term) => /^\p{L}/u.test(term) && term.length > 2)
    .map((term) => ({ term, here: share(members, term), lift: share(members, term) / Math.max(share(all, term), 1e-9) }))
    .filter(({ term, here, lift }) => here >= leastShare && lift >= leastLift && share(all, term) < 0.6)
    .sort((a, b) => b.here * Math.log(b.lift) - a.here * Math.log(a.lift) || (a.term < b.term ? -1 : 1))
  const chosen: string[] = []
  for (const { term } of terms) {
    if (chosen.length === mostWords) break
    if (!chosen.some((other) => other.slice(0, 5) === term.slice(0, 5))) chosen.push(term)
  }
  const titles = [...new Set(members.flatMap((member) => (member.title === null || member.title === '' ? [] : [member.title])))]
  const candidates = [
    ...(chosen.length === 0 ? [] : [written(chosen, members)]),
    ...(titles.length === 0 ? [] : [titles.slice(0, 2).join(' and '), titles.slice(0, 3).join(', ')]),
  ]
  return candidates.find((label) => !taken.has(label)) ?? `${candidates[0] ?? 'other'} (${taken.size + 1})`
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
