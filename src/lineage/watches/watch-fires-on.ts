import { mattersByWords, type WordRule, wordRule } from './matters-by-words.ts'
import type { Watch } from './watch.ts'
import { isWanted } from './watch-score.ts'
import type { WatchedPassage } from './watched-passage.ts'

/** A watch with what is needed to try it: its question's vector, null while that is owed. */
export interface LoadedWatch extends Watch {
  readonly question: Int8Array | null
}

/** Of each passage the watch found: the stretches of text that reached its bar. */
export type WatchMembers = ReadonlyMap<string, ReadonlySet<string>>

/** What a change did to the passages a watch is tried on. */
export interface WatchedChange {
  /** Passages that are new, edited, moved or under another title, as they are now, with vectors of the watch's embedder. */
  readonly passages: readonly WatchedPassage[]
  /** Passages that are no more. */
  readonly removed: ReadonlySet<string>
}

/**
 * Whether a change reaches a watch: a passage it found is gone or says other things, or another passage would be among
 * what it wants. While a vector is owed, words decide. Pure.
 */
export function watchFiresOn(watch: LoadedWatch, members: WatchMembers, { passages, removed }: WatchedChange): boolean {
  for (const member of members.keys()) if (removed.has(member)) return true
  const rule = wordRule(watch)
  return passages.some((passage) => {
    const known = members.get(passage.passage)
    return known === undefined ? isFound(watch, rule, passage) : isOtherMember(watch, rule, passage, known)
  })
}

/** Whether units of the passage are without a score under this watch. */
export function isUndecided(watch: LoadedWatch, passage: WatchedPassage): boolean {
  return watch.vector !== null && (watch.question === null || passage.units.some((unit) => unit.isOwed))
}

function isFound(watch: LoadedWatch, rule: WordRule, passage: WatchedPassage): boolean {
  return passage.units.some((unit) =>
    watch.vector !== null && (watch.question === null || unit.isOwed)
      ? mattersByWords(watch, rule, unit.terms)
      : isWanted(watch, watch.question, passage, unit),
  )
}

/** Whether what reached the bar in a passage the watch found is no longer what reaches it. */
export function isOtherMember(watch: LoadedWatch, rule: WordRule, passage: WatchedPassage, known: ReadonlySet<string>): boolean {
  const reached = new Set<string>()
  for (const unit of passage.units) {
    if (watch.vector !== null && (watch.question === null || unit.isOwed)) {
      if (known.has(unit.slice)) reached.add(unit.slice)
      else if (mattersByWords(watch, rule, unit.terms)) return true
    } else if (isWanted(watch, watch.question, passage, unit)) reached.add(unit.slice)
  }
  return reached.size !== known.size || [...known].some((slice) => !reached.has(slice))
}
