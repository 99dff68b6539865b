import type { GuardFinding, GuardName } from '../preanswer/guards/guard.ts'
import type { AnswerBody, DecisionReason } from '../spec/answer.ts'
import type { Verdict } from '../spec/skills.ts'
import { leadsItsEvidence } from './features/leads-its-evidence.ts'
import type { WeighedCandidate } from './weigh-candidates.ts'

/** Probability under which no verifier is asked: one without a model has only the reader's order and the guards to go by. */
export const greyFloor = { generative: 0.3, extractive: 0.5 } as const
/** From this cosine on a list is judged however improbable. */
const nearList = 0.86
/** A differently answered candidate this close in probability is as good. */
const rivalMargin = 0.02
/** The same among those the verifier supports: in the grey zone probabilities tell less. */
const supportedMargin = 0.1

/** What these see, and no quotation settles, is left to the verifier however probable the match; of the others that costs more than it saves. */
const telling: ReadonlySet<GuardName> = new Set(['numbers', 'identifiers', 'direction', 'wh-type'] satisfies GuardName[])

/** What became of a candidate, in words, and what the verifier said of it, `null` where it was not asked. */
export interface DecidedCandidate extends WeighedCandidate {
  readonly verdict: Verdict | null
  readonly outcome: string
}

export type MatchDecision =
  | { readonly kind: 'serve'; readonly candidate: DecidedCandidate; readonly considered: readonly DecidedCandidate[] }
  | { readonly kind: 'live'; readonly reason: DecisionReason; readonly detail: string; readonly considered: readonly DecidedCandidate[] }

export interface MatchQuestion {
  readonly candidates: readonly WeighedCandidate[]
  /** Least probability that keeps the promise, null where none does. */
  readonly bar: number | null
  /** Whether near matches of the question's class are served without being judged. */
  readonly isGateOpen: boolean
  /** Judges whether the entry also answers the question asked; anything but `supported` counts as no. */
  readonly judge: (candidate: WeighedCandidate) => Promise<Verdict>
  /** Judges several at once, in their order; absent, or null where it cannot: each is judged alone. */
  readonly choose?: (candidates: readonly WeighedCandidate[]) => Promise<readonly Verdict[] | null>
  /** Least probability that is judged. */
  readonly floor: number
}

/**
 * Routes a question by the probabilities of its candidates: at or above the bar and alone there it is served; in the grey
 * zone, where the gate is closed, where a guard saw what tells or another is as probable, and for lists, the judge must
 * support it. Everything else is live, and so are two that are answered differently and as good, unless one of them quotes
 * all that the other does.
 */
export async function decideMatch({ candidates, bar, isGateOpen, judge, choose, floor }: MatchQuestion): Promise<MatchDecision> {
  const ranked = [...candidates].sort(
    (a, b) => b.probability - a.probability || b.similarity - a.similarity || (a.entry.id < b.entry.id ? -1 : 1),
  )
  const [first] = ranked
  if (first === undefined) return { kind: 'live', reason: 'no-candidate', detail: 'nothing prepared is near', considered: [] }
  // Only what is verified is served unjudged; what is not is no rival of it either.
  const verified = ranked.filter(({ entry }) => entry.status === 'verified')
  const [surely] = verified
  if (surely !== undefined && isGateOpen && isClear(surely, verified, bar)) {
    const candidate = { ...surely, verdict: null, outcome: servedOutcome(surely, bar) }
    const rest = ranked.filter((other) => other !== surely).map((other) => ({ ...other, verdict: null, outcome: 'less probable' }))
    return { kind: 'serve', candidate, considered: [candidate, ...rest] }
  }
  const considered =
    (choose === undefined ? null : await judgeTogether(ranked, { choose, judge, floor })) ?? (await judgeEach(ranked, judge, floor))
  const supported = considered.filter(({ verdict }) => verdict?.kind === 'supported')
  const [surest] = supported
  if (surest === undefined) return { kind: 'live', ...whyLive(considered), considered }
  const close = [surest, ...rivals(surest, supported, (other) => surest.probability - other.probability < supportedMargin)]
  const best = close.find((one) => close.every((other) => covers(one.entry.body, other.entry.body)))
  if (best !== undefined) return { kind: 'serve', candidate: best, considered }
  const [, rival] = close
  return {
    kind: 'live',
    reason: 'margin',
    detail: `"${surest.preparedFor}" and "${rival?.preparedFor ?? ''}" are as probable and answered differently`,
    considered,
  }
}

/** Whether the most probable candidate is served without being judged. */
function isClear(first: WeighedCandidate, ranked: readonly WeighedCandidate[], bar: number | null): boolean {
  const { probability, similarity, entry, guards, features, nearMiss, isSameWording } = first
  if (nearMiss !== null && nearMiss >= similarity) return false
  if (isSameWording) return rivals(first, ranked, (other) => other.isSameWording).every((other) => covers(entry.body, other.entry.body))
  if (entry.shape === 'list' || bar === null || probability < bar || !leadsItsEvidence(features)) return false
  if (needsJudging(guards)) return false
  const near = rivals(first, ranked, (other) => other.probability >= bar || probability - other.probability <= rivalMargin)
  return near.every((other) => covers(entry.body, other.entry.body))
}

/** Whether a guard saw what tells, and the quotation does not settle it. */
export function needsJudging(guards: readonly GuardFinding[]): boolean {
  return guards.some(({ guard, resolved }) => !resolved && telling.has(guard))
}

function rivals<Candidate extends WeighedCandidate>(
  first: WeighedCandidate,
  others: readonly Candidate[],
  isClose: (other: Candidate) => boolean,
): readonly Candidate[] {
  return others.filter((other) => other.entry.id !== first.entry.id && other.entry.alike !== first.entry.alike && isClose(other))
}

/** Judged in one call: each adds to its prompt. */
const mostTogether = 3
const lessProbable = 'less probable, not judged'

/** Has those worth judging judged at once; null where there are less than two, or it cannot be done. */
async function judgeTogether(
  ranked: readonly WeighedCandidate[],
  { choose, judge, floor }: Required<Pick<MatchQuestion, 'choose' | 'judge' | 'floor'>>,
): Promise<readonly DecidedCandidate[] | null> {
  const worthwhile = ranked.filter((candidate) => candidate.probability >= floor || isNearList(candidate))
  if (worthwhile.length < 2) return null
  // The same answer twice is the same judgement; what is verified comes first.
  const isVerified = ({ entry }: WeighedCandidate): boolean => entry.status === 'verified'
  const order = [...worthwhile.filter(isVerified), ...worthwhile.filter((one) => !isVerified(one))]
  const shown = order.filter(({ entry }, at) => order.findIndex((other) => other.entry.alike === entry.alike) === at).slice(0, mostTogether)
  const [only, second] = shown
  const verdicts = only !== undefined && second === undefined ? [await judge(only)] : await choose(shown)
  if (verdicts === null) return null
  return ranked.map((candidate) => {
    const verdict = verdicts[shown.indexOf(candidate)] ?? null
    return { ...candidate, verdict, outcome: verdict === null ? unjudged(candidate, shown, floor) : `${verdict.kind}: ${verdict.reason}` }
  })
}

function unjudged(candidate: WeighedCandidate, shown: readonly WeighedCandidate[], floor: number): string {
  if (candidate.probability < floor) return notJudged(candidate, floor)
  return shown.some(({ entry }) => entry.alike === candidate.entry.alike) ? 'answered like another one, which was judged' : lessProbable
}

function notJudged({ probability }: WeighedCandidate, floor: number): string {
  return `probability ${figure(probability)} is under ${floor}, not judged`
}

/** Asks the judge in order of probability, until one is supported that nobody left comes near. */
async function judgeEach(
  ranked: readonly WeighedCandidate[],
  judge: (candidate: WeighedCandidate) => Promise<Verdict>,
  floor: number,
): Promise<readonly DecidedCandidate[]> {
  const decided: DecidedCandidate[] = []
  let ahead: number | null = null
  for (const candidate of ranked) {
    const { probability } = candidate
    if (probability < floor && !isNearList(candidate)) {
      decided.push({ ...candidate, verdict: null, outcome: notJudged(candidate, floor) })
    } else if (ahead !== null && ahead - probability >= supportedMargin) {
      decided.push({ ...candidate, verdict: null, outcome: lessProbable })
    } else {
      const verdict = await judge(candidate)
      if (verdict.kind === 'supported') ahead ??= probability
      decided.push({ ...candidate, verdict, outcome: `${verdict.kind}: ${verdict.reason}` })
    }
  }
  return decided
}

/** The members of a list are asked for in few words: whether it is the same list is the judge's to say, not the fit's. */
function isNearList({ entry, similarity }: WeighedCandidate): boolean {
  return entry.shape === 'list' && similarity >= nearList
}

function whyLive(considered: readonly DecidedCandidate[]): { readonly reason: DecisionReason; readonly detail: string } {
  const refusal = considered.find(({ verdict }) => verdict !== null && verdict.isSpared !== true)?.verdict?.reason
  if (refusal !== undefined) return { reason: refusal.startsWith('guard') ? 'guard' : 'reader-disagrees', detail: refusal }
  const [first] = considered
  if (first === undefined) return { reason: 'no-candidate', detail: 'nothing prepared is near' }
  const guard = first.guards.find(({ resolved }) => !resolved)
  const seen = guard === undefined ? '' : `; guard ${guard.guard}: ${guard.saw}`
  return { reason: 'below-bar', detail: `"${first.preparedFor}" at ${first.similarity.toFixed(2)}: ${first.outcome}${seen}` }
}

/** Whether every quotation of the other stands inside one of these. */
function covers(body: AnswerBody, other: AnswerBody): boolean {
  if (other.quotes.length === 0) return body === other
  return other.quotes.every((inner) =>
    body.quotes.some(
      (outer) => outer.passage === inner.passage && outer.version === inner.version && outer.start <= inner.start && outer.end >= inner.end,
    ),
  )
}

function servedOutcome({ probability, isSameWording }: WeighedCandidate, bar: number | null): string {
  return isSameWording
    ? 'served: the same words but for how they open'
    : `served: probability ${figure(probability)} ≥ bar ${figure(bar ?? 1)}`
}

/** Near 1 every further place tells. */
function figure(probability: number): string {
  return probability.toFixed(probability < 0.999 ? 3 : 5)
}
