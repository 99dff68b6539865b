import type { PassageState } from '../corpus/change-hook.ts'
import { type Cutoff, isRungOn } from '../lineage/rungs/cutoff.ts'
import { layoutTokens } from '../lineage/rungs/layout-tokens.ts'
import type { Rung } from '../spec/evidence.ts'

/** The rung by which two versions of a passage say the same to whoever distils it, or null where they may not. */
export function sameLayout(before: PassageState, after: PassageState, cutoff: Cutoff): Rung | null {
  if (before.version === after.version || before.normal === after.normal) return 'same-normal'
  if (!isRungOn(cutoff, 'same-projection') || before.kind !== after.kind || before.language !== after.language) return null
  const [old, next] = [layoutTokens(before), layoutTokens(after)]
  if (old === null || next === null || old.order.length !== next.order.length) return null
  const keyOf = (stream: typeof old, at: number): string | undefined => stream.tokens[stream.order[at] ?? -1]?.key
  return old.order.every((_, at) => keyOf(old, at) === keyOf(next, at)) ? 'same-projection' : null
}
