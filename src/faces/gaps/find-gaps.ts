import type { AskScope } from '../../ask/ask-types.ts'
import { nextTurn } from '../../corpus/next-turn.ts'
import { stillAdmissible } from '../../preanswer/still-admissible.ts'
import { storedVectors } from '../../retrieve/stored-vectors.ts'
import type { ScopeId } from '../../spec/ids.ts'
import { keyVectorDigest } from '../../spec/key-vector.ts'
import type { ScoredUnit } from '../../spec/skills.ts'
import type { Store } from '../../spec/store.ts'
import { differingPairs } from './differing-pairs.ts'
import type { GapsOptions, GapsView, GapView, PlaceView } from './gaps-view.ts'
import { groupQuestions, meaningBar, wordsBar } from './group-questions.ts'
import { placeOfUnit } from './place-of-unit.ts'
import { type Unanswered, unansweredQuestions } from './unanswered-questions.ts'

export interface GapsParts {
  readonly store: Store
  readonly scope: ScopeId
  /** Name of the embedder whose vectors are stored; nothing is embedded. */
  readonly embedder: string
  readonly openScope: (scope: ScopeId) => Promise<AskScope>
  /** Writes what asks left and brings the corpus up to its sources. */
  readonly bringUpToDate: (signal: AbortSignal | undefined) => Promise<void>
}

const usualLimit = 20
const units = 24
/** Below this cosine a passage is not worth naming. */
const near = 0.2

/**
 * What was asked and is not answered, grouped by meaning and ranked by how many asked, each with the passage that comes
 * nearest; and pairs of documents that answer one question differently. Calls no model, embeds nothing; without vectors it
 * groups and searches by words. Reads what is stored now: what is answered meanwhile is no gap any more.
 */
export async function findGaps(parts: GapsParts, { limit = usualLimit, since = 0, signal }: GapsOptions): Promise<GapsView> {
  const { store, scope, embedder } = parts
  await parts.bringUpToDate(signal)
  const db = store.read
  const open = await parts.openScope(scope)
  await open.refresh()
  const { questions, unworded } = await unansweredQuestions(db, scope, since)
  const vectors = await storedVectors(
    db,
    scope,
    embedder,
    questions.map(({ text }) => keyVectorDigest(text)),
  )
  const vectorOf = (text: string) => vectors.get(keyVectorDigest(text)) ?? null
  const groups = groupQuestions(questions.map((question) => ({ ...question, vector: vectorOf(question.text) })))
    .map((members) => ({ members, asks: sum(members), sessions: sessionsOf(members) }))
    .sort((a, b) => b.asks - a.asks || b.sessions - a.sessions)
  const gaps: GapView[] = []
  let total = groups.length
  for (const { members, asks, sessions } of groups) {
    if (gaps.length >= limit) break
    signal?.throwIfAborted()
    const [leader] = members
    if (leader === undefined) continue
    const evidence =
      open.view.passageCount === 0
        ? []
        : await open.view.search({ question: leader.text, vector: leader.vector, limit: units, overlay: null })
    await nextTurn()
    const why = members.some((member) => member.why === 'wrong') ? 'wrong' : 'absent'
    if (why === 'absent' && (await isAnsweredNow(leader, evidence))) {
      total -= 1
      continue
    }
    const [first] = evidence
    const place = first === undefined || (first.cosine ?? 1) < near ? null : await placeOfUnit(db, scope, first)
    gaps.push({
      question: leader.text,
      wordings: members.map(({ id, text, asks: own }) => ({ id, text, asks: own })),
      asks,
      sessions,
      why,
      lastAskedAt: members.reduce<number | null>((last, one) => Math.max(last ?? 0, one.lastAskedAt ?? 0) || null, null),
      nearest: place,
      advice: adviceOn(leader.text, why, place),
    })
  }
  const pairs = await differingPairs({ db, scope: open, embedder, limit, signal })
  const by = vectors.size > 0 || questions.length === 0 ? 'meaning' : 'words'
  return { gaps, pairs, total, unworded, grouped: { by, bar: by === 'meaning' ? meaningBar : wordsBar } }
}

/** Its documents may have been written since: then the next ask or sleep answers it. */
async function isAnsweredNow({ text }: Unanswered, evidence: readonly ScoredUnit[]): Promise<boolean> {
  if (evidence.length === 0) return false
  const body = { shape: 'quotation', text: '', quotes: [], notes: [] } as const
  return !(await stillAdmissible({ question: text, kind: 'absence', body, roundTrip: null, evidence })).holds
}

function sum(members: readonly Unanswered[]): number {
  return members.reduce((asks, member) => asks + member.asks, 0)
}

function sessionsOf(members: readonly Unanswered[]): number {
  return new Set(members.flatMap(({ sessions }) => [...sessions])).size
}

function adviceOn(question: string, why: GapView['why'], place: PlaceView | null): string {
  const opening = why === 'wrong' ? `What answers "${question}" was said to be wrong` : `Nothing answers "${question}"`
  if (place === null) return `${opening}; nothing is near it: it needs a page of its own.`
  const heading = place.heading === '' ? '' : ` '${place.heading}'`
  return `${opening}; nearest is ${place.path}:${place.startLine}${heading}.`
}
