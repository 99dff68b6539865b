import type { ConsideredRecord, DecisionRecord } from '../../cache/decision-record.ts'
import type { Answer } from '../../spec/answer.ts'
import { classWords } from './class-words.ts'
import { isBlocked } from './is-blocked.ts'
import { probabilityText } from './probability-text.ts'

/** What an ask came to and why, in one sentence: `live: nearest “…” at 0.81 is not the same: asked 10 kB, prepared for 20 kB`. */
export function matchVerdict(record: DecisionRecord, answer: Answer): string {
  const words = `${answer.served}: ${isPrepared(answer) ? whyServed(record, answer) : whyNot(record, answer)}`
  return record.standAlone === null ? words : `${words}; asked as “${record.standAlone}”`
}

function isPrepared({ served, decision }: Answer): boolean {
  return served === 'hit' || served === 'adapted' || decision.reason === 'absence'
}

function whyServed({ considered, adaptation, gate }: DecisionRecord, { served, decision, preparedFor }: Answer): string {
  if (decision.reason === 'absence') return 'asked before in the same words, and nothing here answers it'
  const candidate = considered.find(({ entry }) => entry === decision.entry)
  const question = candidate?.preparedFor ?? preparedFor ?? ''
  const words = `the answer prepared for “${question}”`
  if (served === 'adapted') {
    return `made from ${words}${adaptation === null ? '' : `: ${adaptation.what}`}${certainty(candidate, gate)}`
  }
  return decision.reason === 'exact' ? `${words}, in the same words` : `${words}${certainty(candidate, gate)}`
}

/** ` (probability 0.997, bar 0.985)`; below the bar, and while the gate is closed, it was the verifier that decided. */
function certainty(candidate: ConsideredRecord | undefined, gate: DecisionRecord['gate']): string {
  if (candidate === undefined) return ''
  const { probability, bar, similarity, verdict } = candidate
  if (probability === null) return ` (alike ${similarity.toFixed(2)})`
  if (bar === null) return ` (probability ${probabilityText(probability)}, and no bar holds the promise)`
  const isUnder = probability < bar
  const figures = `probability ${probabilityText(probability)}, ${isUnder ? 'under the ' : ''}bar ${probabilityText(bar)}`
  if (verdict === null || !(isUnder || gate === 'closed')) return ` (${figures})`
  return ` (${figures}, and the verifier ${isSupported(verdict) ? 'agrees' : 'does not'}${gate === 'closed' ? '; the gate is closed' : ''})`
}

function whyNot(record: DecisionRecord, answer: Answer): string {
  const words = whyNotPrepared(record)
  return answer.served === 'none' ? `nothing here answers it; ${words}` : words
}

function whyNotPrepared(record: DecisionRecord): string {
  const { considered, reason, detail } = record
  const [first] = considered
  switch (reason) {
    case 'leans-on-conversation':
      return 'it leans on the conversation, and is never matched on its own words'
    case 'inlined-documents':
      return 'the message carries a document of its own, and is not matched'
    case 'too-short':
      return 'one word is never matched'
    case 'stale':
      return `${first === undefined ? 'what was prepared' : `the answer prepared for “${staleOf(record, first).preparedFor}”`} is not served: ${detail}`
  }
  if (first === undefined) return detail === '' ? reason : detail
  if (isBlocked(first))
    return `the answer prepared for “${first.preparedFor}” is blocked by feedback: it was called wrong for this question`
  const nearest = `nearest “${first.preparedFor}” at ${first.similarity.toFixed(2)}`
  switch (reason) {
    case 'guard': {
      const guarded = considered.find((one) => openGuard(one) !== null) ?? first
      const saw = openGuard(guarded) ?? detail.replace(/^guard [a-z-]+: /, '')
      return `nearest “${guarded.preparedFor}” at ${guarded.similarity.toFixed(2)} is not the same: ${saw}`
    }
    case 'margin':
      return `${nearest} is no nearer than another that is answered differently${first.margin === null ? '' : ` (margin ${first.margin.toFixed(3)})`}`
    case 'below-bar':
    case 'no-candidate': {
      if (first.probability === null) return `${nearest} is not near enough`
      const saw = openGuard(first)
      return `${nearest} is ${saw === null ? 'not sure enough to be the same' : `not the same: ${saw}`}${certainty(first, null)}`
    }
    case 'reader-disagrees':
      return `${nearest} is not confirmed: ${refusal(considered) ?? detail}${closedText(record)}`
    default:
      return detail === '' ? `${nearest}: ${reason}` : `${detail}${closedText(record)}`
  }
}

/** What the first guard saw that the quotation does not settle. */
function openGuard({ guards }: ConsideredRecord): string | null {
  return guards?.find(({ resolved }) => !resolved)?.saw ?? null
}

function closedText({ gate, class: name }: DecisionRecord): string {
  return gate === 'closed' ? ` (the gate of ${classWords(name)} is closed)` : ''
}

function staleOf({ considered }: DecisionRecord, first: ConsideredRecord): ConsideredRecord {
  return considered.find(({ freshness }) => freshness !== null) ?? first
}

/** What the verifier said against a candidate, without its kind. */
function refusal(considered: readonly ConsideredRecord[]): string | null {
  const verdict = considered.find((one) => one.verdict !== null && !isSupported(one.verdict))?.verdict ?? null
  return verdict === null ? null : verdict.replace(/^uns(?:upported|ure): /, '')
}

function isSupported(verdict: string): boolean {
  return /^supported\b/.test(verdict)
}
