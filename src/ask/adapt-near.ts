import { alikeDigest, type Entry } from '../cache/entry.ts'
import { adaptAnswer } from '../preanswer/adapt/adapt-answer.ts'
import type { AdaptationChange, MatchedPart, NearAnswer } from '../preanswer/adapt/adaptation.ts'
import type { AnswerEditor } from '../preanswer/adapt/answer-editor.ts'
import type { AnswerBody } from '../spec/answer.ts'
import { ReverieError } from '../spec/errors.ts'
import type { PassageId } from '../spec/ids.ts'
import type { ScoredUnit, Verifier } from '../spec/skills.ts'
import type { AskDependencies, AskInput, AskTrail, ReadyScope } from './ask-types.ts'
import type { CallEconomy } from './call-economy.ts'
import { compareWithSources, placesOf } from './check-freshness.ts'
import { checkServable, type ServeTerms } from './check-servable.ts'
import { exactCandidates } from './exact-candidates.ts'
import { gatherEvidence } from './gather-evidence.ts'
import type { PassagePlace } from './overlay.ts'

/** A prepared answer near a question, or near a part of it. */
export interface NearEntry {
  readonly entry: Entry
  readonly preparedFor: string
  readonly similarity: number
}

export interface AdaptNearInput {
  readonly dependencies: AskDependencies
  readonly input: AskInput
  readonly policy: string
  readonly at: ReadyScope
  /** What the match decision considered and did not serve, nearest first. */
  readonly candidates: readonly NearEntry[]
  /** What live retrieval brings for the question, best first. */
  readonly live: readonly ScoredUnit[]
  readonly skills: { readonly verifier: Verifier; readonly editor: AnswerEditor | null }
  readonly terms: ServeTerms
  /** The match decision for one part of the question, in this scope: what it would serve, or null. */
  readonly matchPart: (part: {
    readonly question: string
    readonly vector: Int8Array
    readonly units: readonly ScoredUnit[]
  }) => Promise<NearEntry | null>
  /** Which calls of a model are done without; absent or null: none. */
  readonly economy?: CallEconomy | null
  /** Takes what judging and editing cost. */
  readonly trail: AskTrail
}

/** An answer made out of prepared ones, all of them servable now. */
export interface AdaptedAnswer {
  readonly at: ReadyScope
  readonly body: AnswerBody
  readonly places: ReadonlyMap<PassageId, PassagePlace>
  /** Why one of its sources is soft-stale, in words, or null. */
  readonly soft: string | null
  readonly sources: readonly [NearEntry, ...NearEntry[]]
  readonly change: AdaptationChange
  /** The model that wrote it, where one did. */
  readonly model: string | null
}

/**
 * Tries to make the answer out of what is prepared near the question, after the match decision served nothing and before
 * live. Every prepared answer it is made from must be servable as it stands, and every quotation of the result must
 * stand in its source as it is now. Whatever fails is a reason for live; only `aborted` is thrown.
 */
export async function adaptNear(request: AdaptNearInput): Promise<AdaptedAnswer | { readonly reason: string }> {
  try {
    return await adaptNow(request)
  } catch (cause) {
    if (!(cause instanceof ReverieError) || cause.code === 'aborted') throw cause
    return { reason: cause.message }
  }
}

async function adaptNow(request: AdaptNearInput): Promise<AdaptedAnswer | { readonly reason: string }> {
  const { input, at, skills, trail, economy = null } = request
  const known = new Map<string, NearEntry>()
  const note = (near: NearEntry): NearAnswer => {
    known.set(near.entry.id, near)
    const { entry, preparedFor, similarity } = near
    return { id: entry.id, preparedFor, body: entry.body, similarity, region: entry.region }
  }
  const adapted = await adaptAnswer(
    {
      question: input.question,
      candidates: request.candidates.filter(({ entry }) => isPrepared(entry)).map(note),
      live: request.live,
      verifier: skills.verifier,
      guards: request.dependencies.match.guards,
      editor: skills.editor,
      isWorth: economy === null ? undefined : (kind) => economy.isWorth(at.scope.scope, kind),
      onCall: (kind, good) => {
        trail.calls.push({ kind, good })
      },
      matchPart: async (part) => matchedPart(request, part, note),
    },
    { signal: input.signal },
  )
  if (adapted.spend.inputTokens > 0) trail.spends.push(adapted.spend)
  if (adapted.kind === 'none') return { reason: adapted.reason }
  const notes: string[] = []
  for (const { id } of adapted.from) {
    const source = known.get(id)
    if (source === undefined) return { reason: 'what it is made from is not known' }
    const servable = await checkServable(request.dependencies, at, source.entry, request.terms)
    if ('stale' in servable) return { reason: servable.stale }
    // A former text of the answer may say something else than the one that was adapted.
    if (alikeDigest(servable.entry.body) !== alikeDigest(source.entry.body)) return { reason: 'its sources have changed' }
    if (servable.note !== null) notes.push(servable.note)
  }
  const [first, ...others] = adapted.from.flatMap(({ id }) => known.get(id) ?? [])
  const current = await currentBody(request, adapted.body)
  if ('stale' in current) return { reason: current.stale }
  if (first === undefined) return { reason: 'nothing was adapted' }
  const model = adapted.change.kind === 'edited' ? (skills.editor?.model ?? null) : first.entry.model
  return {
    at,
    ...current,
    soft: notes.length === 0 ? null : [...new Set(notes)].join('; '),
    sources: [first, ...others],
    change: adapted.change,
    model,
  }
}

async function matchedPart(request: AdaptNearInput, part: string, note: (near: NearEntry) => NearAnswer): Promise<MatchedPart | null> {
  const { dependencies, input, policy, at, matchPart } = request
  const signal = input.signal === undefined ? {} : { signal: input.signal }
  const vector = await dependencies.embedder.embedQuestion(part, signal)
  const units = await gatherEvidence(at, part, vector)
  const exact = (await exactCandidates(dependencies.store, [at.scope], policy, part)).find(
    (one) => !one.isBlocked && isPrepared(one.entry),
  )?.entry
  const near =
    exact === undefined
      ? await matchPart({ question: part, vector, units })
      : { entry: exact, preparedFor: exact.questionText, similarity: 1 }
  return near === null || !isPrepared(near.entry) ? null : { answer: note(near), live: units }
}

/** The adapted answer with its quotes where their sources have them now. */
async function currentBody({ dependencies, at }: AdaptNearInput, body: AnswerBody) {
  const { store } = dependencies
  const { overlay } = at.now
  const scope = at.scope.scope
  let places = await placesOf(store.read, scope, body, overlay)
  if (await at.now.confirm(places.values())) places = await placesOf(store.read, scope, body, overlay)
  return compareWithSources(store.read, scope, body, places, overlay)
}

/** Only what was verified asleep is adapted. */
function isPrepared({ kind, status, state }: Entry): boolean {
  return kind === 'answer' && status === 'verified' && (state === 'fresh' || state === 'suspect')
}
