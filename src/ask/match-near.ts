import { type DecidedCandidate, decideMatch, greyFloor } from '../cache/decide-match.ts'
import type { ConsideredInput } from '../cache/decision-record.ts'
import type { Entry } from '../cache/entry.ts'
import { rarityOf } from '../cache/features/rarity.ts'
import { isGateOpen } from '../cache/gates-table.ts'
import type { KeyIndex, KeyMatch } from '../cache/key-index.ts'
import { type Blocks, isBlocked } from '../cache/labels/blocks.ts'
import { questionClass } from '../cache/labels/question-class.ts'
import { type NearCandidate, nearCandidates } from '../cache/near-candidates.ts'
import { weighCandidates } from '../cache/weigh-candidates.ts'
import { asksSeveral } from '../preanswer/adapt/asks-several.ts'
import type { ScoredUnit } from '../spec/skills.ts'
import type { AskInput, AskTrail, ReadyScope } from './ask-types.ts'
import { blockedOutcome } from './exact-candidates.ts'
import { chooseNear, isByModel, judgeNear, type NearJudging } from './judge-near.ts'
import type { MatchMeans } from './match-means.ts'

/** Keys looked at. */
const nearest = 24
/** Keys looked through for those of the entries that may be served. */
const among = 2_000
/** Candidates the calibration weighs, of them those answered alike, and how near they must be for that. */
const weighed = 3
const weighedAlike = 2
const leastSimilarity = 0.45
/** Farther behind the nearest than this, in cosine, none is more probable. */
const mostBehind = 0.25
/** Candidates told of. */
const told = 8
const tooFar = 'too far to be weighed'

export interface NearInput extends NearJudging {
  readonly input: AskInput
  readonly policy: string
  readonly vector: Int8Array
  readonly evidence: readonly ScopeEvidence[]
  readonly match: MatchMeans
  /** The only entries that may be served, those that a person approved; absent or null: all may. */
  readonly approved?: ReadonlySet<string> | null
}

/** One scope, what live retrieval brings of it for the question, and what is not served to the question from it. */
export interface ScopeEvidence {
  readonly at: ReadyScope
  readonly units: readonly ScoredUnit[]
  readonly blocks: Blocks
}

/** A prepared answer near the question, in its scope. */
export interface NearEntryAt {
  readonly at: ReadyScope
  readonly entry: Entry
  readonly preparedFor: string
  readonly similarity: number
}

export interface NearMatch {
  /** What is served, or null with the reason in the trail. */
  readonly served: (NearEntryAt & { readonly isConfirmed: boolean }) | null
  /** What was near and may be adapted, nearest first. */
  readonly near: readonly NearEntryAt[]
}

/** Decides in each scope what prepared answer also answers the question, and takes the surest. */
export async function matchNear(request: NearInput): Promise<NearMatch> {
  const served: { readonly at: ReadyScope; readonly candidate: DecidedCandidate; readonly isConfirmed: boolean }[] = []
  const near: NearEntryAt[] = []
  for (const evidence of request.evidence) {
    const found = await matchIn(request, evidence)
    near.push(...found.near)
    if (found.candidate !== null) served.push({ at: evidence.at, candidate: found.candidate, isConfirmed: found.isConfirmed })
  }
  const [best] = served.sort((a, b) => b.candidate.probability - a.candidate.probability)
  if (best === undefined) return { served: null, near }
  const { entry, preparedFor, similarity, outcome } = best.candidate
  Object.assign(request.trail, {
    reason: entry.shape === 'list' ? 'list' : 'near',
    detail: `near "${preparedFor}" (${similarity.toFixed(2)}), ${outcome}${entry.status === 'verified' ? '' : '; a draft, not verified yet'}`,
  })
  return { served: { at: best.at, entry, preparedFor, similarity, isConfirmed: best.isConfirmed }, near }
}

interface ScopeMatch {
  readonly candidate: DecidedCandidate | null
  /** Agreed by a model: what was only probable would else be an exact hit from then on. */
  readonly isConfirmed: boolean
  readonly near: readonly NearEntryAt[]
}

async function matchIn(request: NearInput, { at, units, blocks }: ScopeEvidence): Promise<ScopeMatch> {
  const { input, policy, vector, match, trail } = request
  const keys = await at.scope.keysFor(policy)
  const { approved = null } = request
  const matches = approved === null ? keys.nearest(vector, nearest) : nearestAmong(keys, vector, approved)
  const entries = await keys.entries([...new Set(matches.map((key) => key.entry))])
  // What could not be served to its own words just now needs no judging.
  const refused = new Set(trail.considered.map(({ entry }) => entry))
  const open = new Map([...entries].filter(([id]) => !refused.has(id)))
  const verified = candidatesOf(matches, open, blocks, isServable)
  // What a model left and none has verified yet may be served where a model says that it answers this question.
  const drafts = approved !== null || request.skills.verifier.model === null ? [] : candidatesOf(matches, open, blocks, isDraft)
  // Others still count as neighbours that are answered otherwise.
  const candidates = approved === null ? verified : verified.filter(({ entry }) => approved.has(entry))
  const all = [...candidates, ...drafts]
  const blocked = blockedOf(matches, entries, blocks)
  const tell = (rows: readonly ConsideredInput[]) => {
    trail.considered.push(...[...rows, ...blocked].sort((a, b) => b.similarity - a.similarity))
  }
  const near = candidates.map(({ of: entry, preparedFor, similarity }) => ({ at, entry, preparedFor, similarity }))
  const close = [...closeOf(candidates), ...closeOf(drafts)]
  const none = (reason: AskTrail['reason'], detail: string, outcome = detail): ScopeMatch => {
    tell(all.slice(0, told).map((candidate) => unweighed(candidate, outcome)))
    if (trail.reason !== 'stale') Object.assign(trail, { reason, detail })
    return { candidate: null, isConfirmed: false, near }
  }
  const [first] = all
  if (first === undefined)
    return none('no-candidate', blocked.length > 0 ? 'what is near was said to be wrong for it' : 'nothing prepared is near')
  // The answer to one of its parts would pass for the whole.
  if (asksSeveral(input.question)) return none('guard', 'it asks several things at once')
  if (close.length === 0) {
    return none('below-bar', `nearest is "${first.preparedFor}" at ${first.similarity.toFixed(2)}`, tooFar)
  }

  const { calibration, closed } = await match.basisOf(at.scope)
  const bar = match.barOf(calibration, input.promise)
  const kind = questionClass(input.question)
  const isOpen = isGateOpen(closed, kind)
  trail.match ??= { class: kind, gate: isOpen ? 'open' : 'closed', calibration: calibration.version, recipe: calibration.features }
  const where = { at, units, recipe: calibration.features }
  const decision = await decideMatch({
    candidates: weighCandidates({
      question: input.question,
      candidates: close,
      units,
      model: calibration.model,
      formOf: match.formOf,
      guards: match.guards,
      context: { rarity: await rarityIn(at, [input.question, ...close.map(({ preparedFor }) => preparedFor)]), words: await match.words() },
    }),
    bar,
    isGateOpen: isOpen,
    judge: (candidate) => judgeNear(request, where, candidate),
    choose: (several) => chooseNear(request, where, several),
    floor: request.skills.verifier.model === null ? greyFloor.extractive : greyFloor.generative,
  })
  tell([
    ...decision.considered.map((candidate) => consideredRow(candidate, bar)),
    ...all
      .filter((candidate) => !close.includes(candidate))
      .slice(0, told)
      .map((candidate) => unweighed(candidate, candidate.similarity < leastSimilarity ? tooFar : 'others are nearer: not weighed')),
  ])
  if (decision.kind === 'live') {
    if (trail.reason !== 'stale') Object.assign(trail, { reason: decision.reason, detail: decision.detail })
    return { candidate: null, isConfirmed: false, near }
  }
  const { candidate } = decision
  return { candidate, isConfirmed: isByModel(request.skills, candidate.verdict), near }
}

/** How rare each word of the questions is in the scope, as its search knows it. */
async function rarityIn({ scope }: ReadyScope, questions: readonly string[]) {
  const terms = await scope.view.terms(questions.join('\n'))
  const holding = new Map(terms.map(({ term, frequency }) => [term, frequency]))
  return rarityOf(scope.view.passageCount, (word) => holding.get(word) ?? 0)
}

/** The nearest keys, and the nearest of those entries. */
function nearestAmong(keys: KeyIndex, vector: Int8Array, entries: ReadonlySet<string>): readonly KeyMatch[] {
  const wide = keys.nearest(vector, among)
  const [first, rest] = [wide.slice(0, nearest), wide.slice(nearest)]
  return [...first, ...rest.filter(({ entry }) => entries.has(entry)).slice(0, nearest)]
}

interface Candidate extends NearCandidate {
  readonly of: Entry
}

/** The nearest candidates, with room for one that is answered otherwise. */
function closeOf(candidates: readonly Candidate[]): readonly Candidate[] {
  const least = Math.max(leastSimilarity, (candidates[0]?.similarity ?? 0) - mostBehind)
  const close: Candidate[] = []
  for (const candidate of candidates) {
    if (close.length === weighed || candidate.similarity < least) break
    if (close.filter(({ alike }) => alike === candidate.alike).length < weighedAlike) close.push(candidate)
  }
  return close
}

function candidatesOf(
  matches: readonly KeyMatch[],
  entries: ReadonlyMap<string, Entry>,
  blocks: Blocks,
  isWanted: (entry: Entry) => boolean,
): readonly Candidate[] {
  const keys = matches.flatMap((key) => {
    const entry = entries.get(key.entry)
    return entry === undefined || !isWanted(entry) || isBlocked(blocks, entry) ? [] : [{ ...key, alike: entry.alike }]
  })
  return nearCandidates(keys).flatMap((candidate) => {
    const entry = entries.get(candidate.entry)
    return entry === undefined ? [] : [{ ...candidate, of: entry }]
  })
}

function blockedOf(matches: readonly KeyMatch[], entries: ReadonlyMap<string, Entry>, blocks: Blocks): readonly ConsideredInput[] {
  const told = new Map<string, ConsideredInput>()
  for (const { entry: id, text: preparedFor, similarity, kind } of matches) {
    const entry = entries.get(id)
    if (entry === undefined || kind === 'near-miss' || told.has(id) || !isServable(entry) || !isBlocked(blocks, entry)) continue
    told.set(id, { entry: id, preparedFor, similarity, outcome: blockedOutcome })
  }
  return [...told.values()]
}

/** What a model answered and nothing has verified yet. */
function isDraft({ kind, status, state, model }: Entry): boolean {
  return kind === 'answer' && status === 'candidate' && model !== null && state === 'fresh'
}

/** Near matches are served unjudged only once a live answer was verified asleep; absences never match. */
function isServable({ kind, status, state }: Entry): boolean {
  return kind === 'answer' && status === 'verified' && (state === 'fresh' || state === 'suspect')
}

function unweighed({ entry, preparedFor, similarity, margin }: Candidate, outcome: string): ConsideredInput {
  return { entry, preparedFor, similarity, margin, outcome }
}

function consideredRow(candidate: DecidedCandidate, bar: number | null): ConsideredInput {
  const { entry, preparedFor, similarity, margin, probability, features, guards, verdict, outcome } = candidate
  return {
    entry: entry.id,
    preparedFor,
    similarity,
    margin,
    probability,
    bar,
    features: [...features],
    guards: guards.map(({ guard, saw, resolved }) => ({ guard, saw, resolved })),
    verdict: verdict === null ? null : `${verdict.kind}: ${verdict.reason}`,
    outcome,
  }
}
