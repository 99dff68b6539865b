import { isBroken, type MonitorState, observe } from '../calibration/wrong-rate-monitor.ts'

/*
 * Whether near matches of one class of question (or, under '', of all) are served without being judged anew.
 *
 *   open ──(the monitor shows more wrong ones than promised)──▶ closed
 *   closed ──(30 right in a row since it closed)──▶ open
 *   closed ──(a fit made since keeps what was wrong below its bar, and 10 since it closed hold above it)──▶ open
 *
 * It counts what people or shadow checks said of near answers that were served, each entry and question once, as the labels
 * stand: a verdict taken back counts as what it is now. Opening begins a new count; nothing else forgets one. A check without a
 * model, which finds the same quotation for many wrong answers too, is one more in the count and opens nothing. What nobody
 * checks is not counted, so people, who complain more than they praise, close it rather too soon. That costs a judgement for
 * each near match of the class, never an answer.
 *
 * 30 right in a row come about once in 24 times at a rate of 1 wrong in 10, so fewer would show nothing; at 1 in 100 they
 * come within 40 checks, two sleeps' worth. A closed class is still answered where the verifier agrees, so there is something to check.
 */

/** What a gate has counted. */
export interface GateCount {
  /** Epoch ms: outcomes before are another count's. */
  readonly since: number
  readonly hits: number
  readonly wrong: number
  /** Right ones after the last wrong one, since it closed; 0 while open. */
  readonly rightInARow: number
  /** Digest of the outcomes counted. */
  readonly seen: string
}

export interface Gate {
  /** '' is every class. */
  readonly class: string
  readonly state: 'open' | 'closed'
  /** Why it is closed, in words, or ''. */
  readonly reason: string
  /** When it was last opened or closed, epoch ms. */
  readonly at: number
  readonly count: GateCount
}

/** A near answer that was served, and what was said of it. */
export interface GateOutcome {
  /** The label's id. */
  readonly id: string
  readonly class: string
  readonly wrong: boolean
  /** Whether being right shows anything: it does not where the reader merely quoted the same. */
  readonly isEvidence: boolean
  /** Epoch ms. */
  readonly at: number
}

export interface GateTerms {
  /** Epoch ms. */
  readonly now: number
  /** Highest share of wrong hits promised. */
  readonly maxWrongHits: number
}

export const reopeningRow = 30
export const reopeningLabels = 10

export function openGate(questionClass: string, since: number): Gate {
  return { class: questionClass, state: 'open', reason: '', at: since, count: { since, hits: 0, wrong: 0, rightInARow: 0, seen: '' } }
}

/** The gate after these outcomes: all of its class since its count began, oldest first. */
export function settleGate(former: Gate, outcomes: readonly GateOutcome[], seen: string, terms: GateTerms): Gate {
  const wrong = outcomes.map((outcome) => outcome.wrong)
  const count = { ...former.count, hits: wrong.length, wrong: wrong.filter(Boolean).length, rightInARow: 0, seen }
  if (former.state === 'open') {
    if (!breaks(wrong, terms)) return { ...former, count }
    return { ...former, state: 'closed', reason: brokenBy(former.class, count, terms), at: terms.now, count }
  }
  const telling = outcomes.filter((outcome) => outcome.at >= former.at && (outcome.wrong || outcome.isEvidence))
  const since = telling.map((outcome) => outcome.wrong)
  const rightInARow = since.length - 1 - since.lastIndexOf(true)
  return rightInARow >= reopeningRow ? reopened(former, terms.now, seen) : { ...former, count: { ...count, rightInARow } }
}

/** A label of the gate's class as the new fit scores it. */
export interface ScoredOutcome extends GateOutcome {
  readonly probability: number
}

/** The gate after a new fit; `outcomes` are those of its count that have features, `bar` what the fit serves from, or null where it holds the promise nowhere. */
export function settleAfterFit(
  former: Gate,
  outcomes: readonly ScoredOutcome[],
  { bar, fittedAt }: { readonly bar: number | null; readonly fittedAt: number },
  terms: GateTerms,
): Gate {
  if (former.state === 'open' || bar === null || fittedAt <= former.at) return former
  const above = outcomes.filter((outcome) => outcome.probability >= bar)
  const since = above.filter((outcome) => outcome.at >= former.at)
  const holds = since.length >= reopeningLabels && since.every((outcome) => !outcome.wrong)
  const broken = breaks(
    above.map((outcome) => outcome.wrong),
    terms,
  )
  return holds && !broken ? reopened(former, terms.now, former.count.seen) : former
}

/** A rate of a half or more is no promise that could be watched. */
const mostWatched = 0.49
const confidence = 0.95

/** Whether these, in order, refute the promise. It may be asked after each. */
function breaks(wrong: readonly boolean[], { maxWrongHits }: GateTerms): boolean {
  if (maxWrongHits <= 0) return wrong.includes(true)
  const rate = Math.min(mostWatched, maxWrongHits)
  let state: MonitorState | null = null
  for (const one of wrong) state = observe(state, one, rate)
  return isBroken(state, confidence)
}

function reopened(former: Gate, now: number, seen: string): Gate {
  const fresh = openGate(former.class, now)
  return { ...fresh, count: { ...fresh.count, seen } }
}

function brokenBy(questionClass: string, { wrong, hits }: GateCount, { maxWrongHits }: GateTerms): string {
  const kind = questionClass === '' ? 'near answers' : `near answers to questions of kind "${questionClass}"`
  return `${wrong} of ${hits} ${kind} that were checked ${wrong === 1 ? 'was' : 'were'} wrong: more than ${share(maxWrongHits)} promised`
}

function share(maxWrongHits: number): string {
  return `the ${Number((maxWrongHits * 100).toPrecision(2))} %`
}
