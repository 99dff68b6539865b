import type { AnswerBody, DecisionReason } from '../spec/answer.ts'
import type { Verdict } from '../spec/skills.ts'
import type { Entry } from './entry.ts'
import type { KeyMatch } from './key-index.ts'

/** Below what nothing is considered, and how far differently answered neighbours must stay behind. */
export interface MatchBar {
  /** Least cosine for a quotation; the verifier judges everything above it. */
  readonly similarity: number
  /** Least cosine for lists, which the live reader cannot confirm. */
  readonly compound: number
  readonly margin: number
}

/**
 * A cautious prior until the decision is calibrated per scope. Cosine alone cannot decide (opposites score 0.94-0.98),
 * so the bar only keeps the verifier from being asked about foreign questions.
 */
export const priorBar: MatchBar = { similarity: 0.72, compound: 0.86, margin: 0.03 }

/** One considered entry, for the decision record. */
export interface ConsideredCandidate {
  readonly entry: Entry
  readonly preparedFor: string
  readonly similarity: number
  readonly outcome: string
}

export type MatchDecision =
  | { readonly kind: 'serve'; readonly candidate: ConsideredCandidate; readonly considered: readonly ConsideredCandidate[] }
  | { readonly kind: 'live'; readonly reason: DecisionReason; readonly detail: string; readonly considered: readonly ConsideredCandidate[] }

export interface MatchQuestion {
  readonly matches: readonly KeyMatch[]
  readonly entries: ReadonlyMap<string, Entry>
  readonly bar: MatchBar
  /** Judges whether the entry also answers the question asked; anything but `supported` counts as no. */
  readonly judge: (entry: Entry, preparedFor: string) => Promise<Verdict>
}

const judged = 3

/**
 * Routes a question by its nearest keys: the judge must support the candidate, and nobody differently answered may be as
 * near, unless one of them quotes all that the others do.
 */
export async function decideMatch({ matches, entries, bar, judge }: MatchQuestion): Promise<MatchDecision> {
  const nearest = bestPerEntry(matches, entries)
  const [first] = nearest
  if (first === undefined) return { kind: 'live', reason: 'no-candidate', detail: 'nothing prepared is near', considered: [] }
  const considered: ConsideredCandidate[] = []
  const supported: ConsideredCandidate[] = []
  let refusal = ''
  for (const candidate of nearest.slice(0, judged)) {
    const floor = candidate.entry.shape === 'list' ? bar.compound : bar.similarity
    if (candidate.similarity < floor) {
      considered.push({ ...candidate, outcome: `below the bar of ${floor}` })
      continue
    }
    const [ahead] = supported
    if (ahead !== undefined && ahead.similarity - candidate.similarity >= bar.margin) {
      considered.push({ ...candidate, outcome: 'farther away, not judged' })
      continue
    }
    const verdict = await judge(candidate.entry, candidate.preparedFor)
    const outcome = verdict.kind === 'supported' ? 'supported' : `${verdict.kind}: ${verdict.reason}`
    const judgedCandidate = { ...candidate, outcome }
    considered.push(judgedCandidate)
    if (verdict.kind === 'supported') supported.push(judgedCandidate)
    else refusal ||= verdict.reason
  }
  for (const candidate of nearest.slice(judged, judged + 5)) considered.push({ ...candidate, outcome: 'farther away, not judged' })
  const [nearestSupported] = supported
  if (nearestSupported === undefined) {
    if (refusal === '') {
      return {
        kind: 'live',
        reason: 'below-bar',
        detail: `nearest is "${first.preparedFor}" at ${first.similarity.toFixed(2)}`,
        considered,
      }
    }
    return { kind: 'live', reason: refusal.startsWith('guard') ? 'guard' : 'reader-disagrees', detail: refusal, considered }
  }
  const rivals = supported.filter(
    (other) => other.entry.alike !== nearestSupported.entry.alike && nearestSupported.similarity - other.similarity < bar.margin,
  )
  // Whoever quotes all that the others quote answers whichever of them was meant.
  const close = [nearestSupported, ...rivals]
  const best = close.find((one) => close.every((other) => covers(one.entry.body, other.entry.body)))
  if (best === undefined) {
    return {
      kind: 'live',
      reason: 'margin',
      detail: `"${nearestSupported.preparedFor}" and "${rivals[0]?.preparedFor ?? ''}" are as near and answered differently`,
      considered,
    }
  }
  return { kind: 'serve', candidate: best, considered }
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

function bestPerEntry(matches: readonly KeyMatch[], entries: ReadonlyMap<string, Entry>) {
  const best = new Map<string, { readonly entry: Entry; readonly preparedFor: string; readonly similarity: number }>()
  for (const match of matches) {
    const entry = entries.get(match.entry)
    if (entry === undefined || !servable(entry)) continue
    const known = best.get(entry.id)
    if (known === undefined || match.similarity > known.similarity) {
      best.set(entry.id, { entry, preparedFor: match.text, similarity: match.similarity })
    }
  }
  return [...best.values()].sort((a, b) => b.similarity - a.similarity || (a.entry.id < b.entry.id ? -1 : 1))
}

/** Near matches wait until a live answer was verified asleep; absences never match. */
function servable(entry: Entry): boolean {
  return entry.kind === 'answer' && entry.status === 'verified' && (entry.state === 'fresh' || entry.state === 'suspect')
}
