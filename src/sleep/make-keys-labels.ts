import type { Calibration } from '../cache/calibration/calibration.ts'
import type { Entry } from '../cache/entry.ts'
import { createFormReader, type QuestionForm } from '../cache/features/question-form.ts'
import { rarityOf } from '../cache/features/rarity.ts'
import { type NearKey, nearCandidates } from '../cache/near-candidates.ts'
import { weighCandidates } from '../cache/weigh-candidates.ts'
import { nextTurn } from '../corpus/next-turn.ts'
import { cosineOf } from '../retrieve/nearest-by-cosine.ts'
import { normaliseQuestion } from '../spec/normalise-question.ts'
import type { ScoredUnit } from '../spec/skills.ts'
import type { WordVectors } from '../spec/word-vectors.ts'
import type { KeyField } from './make-keys-field.ts'
import type { SleepContext } from './sleep-context.ts'

/** What was found out of one question about an entry: what the match decision may be fitted on. */
export interface MadeLabel {
  readonly question: string
  readonly same: boolean
  /** Whether a model judged it; else a guard or the extractive verifier did. */
  readonly byModel: boolean
  readonly vector: Int8Array
  /** What live retrieval brings for it. */
  readonly live: readonly ScoredUnit[]
}

/** What a question is seen by, as it is when it is asked. */
export interface LabelMeans {
  /** Names the features, and says which matches are so improbable that no guard is asked. */
  readonly prior: Calibration
  readonly words: () => Promise<WordVectors>
  readonly formOf: (text: string) => QuestionForm
}

/** Means for one sleep; words are opened when first used. */
export function labelMeans({ prior, words }: Pick<LabelMeans, 'prior' | 'words'>): LabelMeans {
  return { prior, words, formOf: createFormReader() }
}

export interface LabelledEntry {
  readonly entry: Entry
  /** Vector of its question. */
  readonly question: Int8Array
  readonly field: KeyField
  readonly labels: readonly MadeLabel[]
  /** Its near-misses that stay. */
  readonly nearMisses: readonly { readonly text: string; readonly vector: Int8Array }[]
}

/** As many as an ask looks at. */
const nearest = 24

/**
 * Features of each label, in their order: what an ask would see of the entry had the question been asked before any key was
 * worded for the entry. No key in the question's own words counts, so that nothing is fitted on a question being its own key.
 */
export async function labelFeatures(
  { view }: Pick<SleepContext, 'view'>,
  { prior, words, formOf }: LabelMeans,
  { entry, question: own, field, labels, nearMisses }: LabelledEntry,
): Promise<readonly (readonly number[] | null)[]> {
  if (labels.length === 0) return []
  const candidates = labels.map(({ question, vector }) => {
    const normalised = normaliseQuestion(question)
    const isOther = ({ text }: { readonly text: string }) => normaliseQuestion(text) !== normalised
    const around: readonly NearKey[] = field
      .nearest(vector, nearest)
      .filter((key) => isOther(key) && (key.entry !== entry.id || key.kind === 'confirmed'))
    const ofEntry = { entry: entry.id, alike: entry.alike }
    const way: NearKey = { ...ofEntry, text: entry.questionText, kind: 'question', similarity: cosineOf(vector, own) }
    const misses = nearMisses
      .filter(isOther)
      .map((key): NearKey => ({ ...ofEntry, text: key.text, kind: 'near-miss', similarity: cosineOf(vector, key.vector) }))
    return nearCandidates([way, ...around, ...misses]).filter((candidate) => candidate.entry === entry.id)
  })
  const terms = await view.terms([entry.questionText, ...labels.map(({ question }) => question)].join('\n'))
  const holding = new Map(terms.map(({ term, frequency }) => [term, frequency]))
  const context = { rarity: rarityOf(view.passageCount, (word) => holding.get(word) ?? 0), words: await words() }
  const features: (readonly number[] | null)[] = []
  for (const [at, { question, live }] of labels.entries()) {
    const near = (candidates[at] ?? []).map((candidate) => ({ ...candidate, of: entry }))
    const weighed = weighCandidates({ question, candidates: near, units: live, model: prior.model, formOf, context })
    features.push(weighed[0]?.features ?? null)
    await nextTurn()
  }
  return features
}
