import type { TokenCounter } from '../../ledger/count-tokens.ts'
import type { LocalOnly } from '../../ledger/local-only.ts'
import type { Claim } from '../../spec/claim.ts'
import type { GroupInput } from '../../spec/skills.ts'
import type { GroupPromptInput } from './distil-prompt.ts'

/** A group as a model may see it, and the claims in the order of their numbers. */
export interface NumberedGroup {
  readonly input: GroupPromptInput
  /** `shown[n - 1]` is claim n. */
  readonly shown: readonly Claim[]
}

const perLine = 8

/**
 * Numbers the claims of a group's children, the most salient first in each child and the children in turn, until the room
 * is filled. Unverified and local-only claims are left out, and so is the headline of a child that has none but shown
 * claims to be made of: it may tell what a local-only file says.
 */
export function groupPromptInput(
  group: GroupInput,
  isLocalClaim: (claim: Claim) => boolean,
  isLocal: LocalOnly,
  room: number,
  count: TokenCounter,
): NumberedGroup {
  const children = group.children
    .filter((child) => !isLocal(child.label))
    .map((child) => {
      const open = child.claims.filter((claim) => claim.stamp !== 'unverified' && !isLocalClaim(claim))
      const tellsAll = child.claims.length > 0 && !child.claims.some(isLocalClaim)
      return {
        label: child.label,
        headline: tellsAll ? child.headline : null,
        open: [...open].sort((one, other) => other.salience - one.salience),
      }
    })
  const shown: Claim[] = []
  const lines = children.map((): { number: number; type: string; text: string }[] => [])
  let left = room - children.reduce((sum, child) => sum + count(`${child.label}\n${child.headline ?? ''}`) + perLine * 3, 0)
  const longest = Math.max(0, ...children.map((child) => child.open.length))
  for (let round = 0; round < longest && left > 0; round += 1) {
    for (const [index, child] of children.entries()) {
      const claim = child.open[round]
      if (claim === undefined) continue
      left -= count(claim.text.slice(0, 400)) + perLine
      if (left < 0) break
      shown.push(claim)
      lines[index]?.push({ number: shown.length, type: claim.type, text: claim.text.slice(0, 400) })
    }
  }
  const told = children.map(({ label, headline }, index) => ({ label, headline, claims: lines[index] ?? [] }))
  // A topic is named after what its members say, the local ones among them.
  const tellsLocal = group.level === 'topic' && group.children.some((child) => child.claims.some(isLocalClaim))
  return {
    input: { level: group.level, label: tellsLocal ? '' : group.label, children: told.filter((child) => child.claims.length > 0) },
    shown,
  }
}
