import type { Entry } from '../cache/entry.ts'
import { runGuards } from '../preanswer/guards/run-guards.ts'
import { normaliseQuestion } from '../spec/normalise-question.ts'
import type { WrittenKeys } from '../spec/skills.ts'

/** A question worded for an entry, before it is judged. */
export interface KeyDraft {
  readonly text: string
  readonly kind: 'paraphrase' | 'near-miss' | 'neighbour'
  /** Whether a guard tells it from the entry's question by itself. */
  readonly isGuarded: boolean
}

export interface SiftInput {
  readonly entry: Entry
  /** At most so many of each. */
  readonly paraphrases: number
  readonly nearMisses: number
  /** Questions that were forgotten on request: no key brings one back. */
  readonly isForgotten: (question: string) => boolean
  /** What a guard may look for a name in: titles, places and quotations. */
  readonly quote: string
}

/** Leaves out paraphrases that a guard tells apart from their entry, what is said already, and what goes beyond what may be embedded. */
export function siftKeys(written: WrittenKeys, { entry, paraphrases, nearMisses, isForgotten, quote }: SiftInput) {
  const guarded: string[] = []
  const drafts: KeyDraft[] = []
  const seen = new Set([normaliseQuestion(entry.questionText)])
  const isFired = (text: string): boolean => runGuards(text, entry.questionText, quote).some((finding) => !finding.resolved)
  const isNew = (text: string): boolean => {
    const normalised = normaliseQuestion(text)
    if (normalised === '' || seen.has(normalised) || isForgotten(text)) return false
    seen.add(normalised)
    return true
  }
  const count = (kind: KeyDraft['kind']): number => drafts.filter((draft) => draft.kind === kind).length
  for (const { text, edit } of written.nearMisses) {
    const kind = edit === 'neighbour' ? 'neighbour' : 'near-miss'
    if (isNew(text) && (kind === 'neighbour' || count(kind) < nearMisses)) drafts.push({ text, kind, isGuarded: isFired(text) })
  }
  for (const text of written.paraphrases) {
    if (count('paraphrase') >= paraphrases || !isNew(text)) continue
    if (isFired(text)) guarded.push(text)
    else drafts.push({ text, kind: 'paraphrase', isGuarded: false })
  }
  return { drafts, guarded }
}
