import type { LocalOnly } from '../../ledger/local-only.ts'
import type { Tombstones } from '../../lineage/tombstones.ts'
import { askedOrigins, type QuestionOrigin } from '../../spec/question.ts'

/** Why something was left out of a bundle. */
export type LeftOut = 'asked' | 'localOnly' | 'forgotten' | 'changed' | 'unfit'

/** What may leave the machine. */
export interface TravelRules {
  /** Whether questions that only people asked, and that somebody asked at all, are told. */
  readonly asked: boolean
  readonly isLocal: LocalOnly
  readonly tombstones: Tombstones
}

/** Origins that tell of a person. */
const personal: ReadonlySet<QuestionOrigin> = new Set([...askedOrigins, 'pinned'])

/** The origins of a question that may be told; none: the question stays. */
export function toldOrigins(rules: TravelRules, origins: readonly QuestionOrigin[]): readonly QuestionOrigin[] {
  return rules.asked ? origins : origins.filter((origin) => !personal.has(origin))
}

/** Why nothing of these paths may travel, or null. A folder's path stands for what is below it. */
export function pathsLeftOut({ isLocal, tombstones }: TravelRules, paths: Iterable<string>): LeftOut | null {
  for (const path of paths) {
    if (path === '') continue
    if (isLocal(path)) return 'localOnly'
    if (tombstones.hasPath(path)) return 'forgotten'
  }
  return null
}
