import type { GuardFinding } from '../../preanswer/guards/guard.ts'
import type { WordVectors } from '../../spec/word-vectors.ts'
import { featuredGuards } from './feature-names.ts'
import { frameDifference } from './frame-difference.ts'
import type { QuestionForm } from './question-form.ts'
import { type RarityOf, wordDifference } from './word-difference.ts'

/** A question asked beside an entry that may answer it, as the decision sees both. */
export interface MatchView {
  readonly asked: QuestionForm
  /** The entry's nearest key. */
  readonly prepared: QuestionForm
  /** Cosine of the two. */
  readonly similarity: number
  /** How far the nearest other entry is behind, however it is answered; null where there is none. */
  readonly lead: number | null
  /** Share of the nearest keys that lead to this entry or to one answered alike, in [0, 1]. */
  readonly agreement: number
  /** Cosine of the nearest question this entry is known not to answer; null where there is none. */
  readonly nearMiss: number | null
  readonly guards: readonly GuardFinding[]
  /** Cosine of the question to the cited span's best unit and to the best unit elsewhere in the scope; null where not gathered. */
  readonly evidence: { readonly cited: number; readonly elsewhere: number } | null
}

export interface FeatureContext {
  readonly rarity: RarityOf
  readonly words: WordVectors
}

/** Differences in cosine beyond which a rival or a near-miss says nothing. */
const far = 0.3

/** From this share of a question's words in the same order it is the other one edited rather than reworded. */
const editedFrame = 0.5

/** The features of a match, in the order of `featureNames`. */
export function matchFeatures(view: MatchView, { rarity, words }: FeatureContext): readonly number[] {
  const { asked, prepared, similarity, evidence } = view
  const difference = wordDifference(prepared, asked, rarity, words)
  const { preparedUnexplained, askedUnexplained, rarest } = difference
  const most = Math.max(preparedUnexplained, askedUnexplained)
  const frame = frameDifference(prepared, asked)
  const sameFrame = frame.shared ** 2
  const sameWords = flag(difference.onlyPrepared === 0 && difference.onlyAsked === 0)
  const telling = Math.min(3, frame.telling) / 3
  const near = Math.max(0, similarity - 0.8) * 5
  const open = view.guards.filter((guard) => !guard.resolved).map(({ guard }) => guard)
  return [
    similarity,
    similarity ** 3,
    near,
    preparedUnexplained,
    askedUnexplained,
    most,
    Math.min(preparedUnexplained, askedUnexplained),
    rarest,
    difference.similarity,
    difference.sharedOfPrepared,
    difference.sharedOfAsked,
    flag((difference.onlyPrepared === 0) !== (difference.onlyAsked === 0)),
    sameWords,
    Math.min(10, differing(asked.functionWords, prepared.functionWords)) / 10,
    inversions(prepared.stems, asked.stems),
    Math.abs(Math.log((asked.words.length + 1) / (prepared.words.length + 1))),
    Math.log(1 + prepared.words.length),
    Math.log(1 + asked.words.length),
    Math.min(10, asked.content.length, prepared.content.length) / 10,
    flag(asked.kind === prepared.kind),
    similarity * most,
    near * most,
    near * rarest,
    frame.shared,
    flag(frame.shared >= editedFrame),
    telling,
    sameFrame * rarest,
    sameFrame * telling,
    sameFrame * flag(open.length > 0),
    sameFrame * flag(asked.kind !== prepared.kind),
    frame.reordered,
    Math.min(3, open.length) / 3,
    near * flag(open.length > 0),
    ...featuredGuards.map((guard) => flag(open.includes(guard))),
    view.lead === null ? 0 : Math.max(0, far - view.lead),
    view.agreement,
    view.nearMiss === null ? 0 : Math.max(0, far - (similarity - view.nearMiss)),
    ...evidenceFeatures(evidence),
  ]
}

function evidenceFeatures(evidence: MatchView['evidence']): readonly number[] {
  if (evidence === null) return [0, 0, 0, 0, 0]
  const lead = evidence.cited - evidence.elsewhere
  return [1, evidence.cited, Math.min(far, Math.max(0, lead)), Math.min(far, Math.max(0, -lead)), flag(lead >= 0)]
}

function differing(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  return [...one].filter((word) => !other.has(word)).length + [...other].filter((word) => !one.has(word)).length
}

/** Share of the common words' pairs that stand in the other order: who does what to whom. */
function inversions(one: readonly string[], other: readonly string[]): number {
  const places = one.filter((word, at) => one.indexOf(word) === at && other.includes(word)).map((word) => other.indexOf(word))
  let inverted = 0
  for (let left = 0; left < places.length; left++) {
    for (let right = left + 1; right < places.length; right++) inverted += flag((places[left] ?? 0) > (places[right] ?? 0))
  }
  return inverted / Math.max(1, (places.length * (places.length - 1)) / 2)
}

function flag(holds: boolean): number {
  return holds ? 1 : 0
}
