import type { AnswerBody, AnswerShape, Spend } from '../spec/answer.ts'
import { type Digest, digest } from '../spec/digest.ts'
import type { ArtefactState } from '../spec/evidence.ts'
import type { EntryId, QuestionId, ScopeId } from '../spec/ids.ts'
import { normaliseQuestion } from '../spec/normalise-question.ts'

/** One pre-answer or absence as it is stored. */
export interface Entry {
  readonly id: EntryId
  readonly scope: ScopeId
  readonly policy: string
  readonly question: QuestionId
  readonly questionText: string
  readonly kind: 'answer' | 'absence'
  /** `verified` was made or promoted asleep; `candidate` is a live answer, filed. */
  readonly status: 'verified' | 'candidate'
  readonly state: ArtefactState
  /** When something it read without citing changed, epoch ms; absent or null where nothing has. */
  readonly softSince?: number | null
  readonly shape: AnswerShape
  readonly body: AnswerBody
  readonly alike: string
  readonly effort: string
  readonly verdict: string
  readonly preparedBy: 'sleep' | 'ask' | 'person'
  /** When a person approved this body or wrote it, epoch ms; absent or null where none did. */
  readonly approvedAt?: number | null
  readonly region: string
  readonly promptTokens: number
  readonly spend: Spend
  readonly model: string | null
  readonly recipe: string
  readonly madeAt: number
}

export function entryId(scope: ScopeId, policy: string, conversation: string, question: string): EntryId {
  return digest('entry', scope, policy, conversation, normaliseQuestion(question)) as string as EntryId
}

/** Two answers whose quotes normalise to the same set are answered alike. */
export function alikeDigest(body: { readonly quotes: readonly { readonly text: string }[] }): Digest {
  const quotes = new Set(body.quotes.map((quote) => quote.text.replace(/\s+/g, ' ').trim().toLowerCase()))
  return digest('alike', ...[...quotes].sort())
}
