import type { Claim } from '../../spec/claim.ts'
import { noSpend } from '../../spec/ledger.ts'
import type { GroupDistillate, GroupInput } from '../../spec/skills.ts'

/** Claims a group shows at most. */
const mostClaims = 60
const shownLabels = 8

/**
 * What a reader of a folder or topic needs from its children: the best claims of each child in turn, so that no child
 * fills the summary, and one line that names the children.
 */
export function distilGroup(group: GroupInput): GroupDistillate {
  const queues = group.children.map((child) => child.claims.filter((claim) => claim.salience >= 0.3 || claim.type !== 'other'))
  const claims: Claim[] = []
  const seen = new Set<string>()
  for (let rank = 0; claims.length < mostClaims && queues.some((queue) => rank < queue.length); rank++) {
    for (const queue of queues) {
      const claim = queue[rank]
      const key = claim === undefined ? '' : `${claim.type}|${claim.subject.toLowerCase()}|${claim.value ?? claim.text}`
      if (claim === undefined || seen.has(key) || claims.length >= mostClaims) continue
      seen.add(key)
      claims.push(claim)
    }
  }
  return { headline: groupHeadline(group), claims: claims.sort((a, b) => b.salience - a.salience), spend: noSpend }
}

function groupHeadline(group: GroupInput): string {
  const labels = group.children.map((child) => child.label.trim()).filter((label) => label !== '')
  const only = group.children[0]
  if (group.children.length === 1 && only !== undefined) return only.headline
  const tail = sharedTail(labels)
  const names = (tail === null ? labels : labels.map((label) => label.slice(0, label.length - tail.length).trim())).filter(
    (name) => name !== '',
  )
  const shown = names.slice(0, shownLabels).join(', ')
  const more = names.length > shownLabels ? ` and ${names.length - shownLabels} more` : ''
  // A folder's children are files and folders alike.
  const kind = labels.some((label) => label.includes('/'))
    ? 'parts'
    : tail === null
      ? 'documents'
      : `documents on ${tail.trim().toLowerCase()}`
  return `${labels.length} ${kind}: ${shown}${more}`
}

/** The last word most labels share ("Middleware"), where every label without it still names something. */
function sharedTail(labels: readonly string[]): string | null {
  const tails = new Map<string, number>()
  for (const label of labels) {
    const words = label.split(' ')
    if (words.length > 1) tails.set(words.at(-1) ?? '', (tails.get(words.at(-1) ?? '') ?? 0) + 1)
  }
  const best = [...tails].sort((a, b) => b[1] - a[1])[0]
  return best !== undefined && best[1] === labels.length ? ` ${best[0]}` : null
}
