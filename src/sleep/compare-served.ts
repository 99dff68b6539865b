import { runGuards } from '../preanswer/guards/run-guards.ts'
import { isVerbatim, quoteContext } from '../preanswer/reading/find-cited.ts'
import type { AnswerBody } from '../spec/answer.ts'
import type { Quote } from '../spec/claim.ts'
import type { Reading, ScoredUnit, Verdict, Verifier } from '../spec/skills.ts'

/*
 * What a shadow check may conclude from answering a question anew.
 *
 * Without a model the live reader is of the same kind as the decision that is checked: it finds the passage of "how do I
 * disable it" for "how do I enable it", too. So that it agrees is told to the monitor as one right answer, and teaches and
 * certifies nothing (`isEvidence` is false); it never agrees where a guard sees a difference. That it quotes another passage, or none, is
 * no sign that the prepared one is wrong: it would do so for many right ones. Only with a guard's unresolved
 * difference beside it does it count as wrong. Everything else is unsure, and no label.
 *
 * With a model, reader and verifier read what was found for the question asked and were never asked about this match. Where
 * the reader quotes the same span and the verifier finds the served answer supported, it is right. Where the reader does not quote it,
 * both of the verifier's judgements must agree: that it answers the question, and that it is the same question.
 */

/** What came of a check. */
export interface Comparison {
  readonly outcome: 'same' | 'wrong' | 'unsure'
  readonly reason: string
  /** Whether the decision may be fitted on it and certified by it. */
  readonly isEvidence: boolean
}

export interface Compared {
  readonly question: string
  readonly preparedFor: string
  /** What was served. */
  readonly served: AnswerBody
  readonly isAdapted: boolean
  /** The question answered without it. */
  readonly live: Reading
  /** What was found for the question, and the passages served. */
  readonly evidence: readonly ScoredUnit[]
  /** Region of the question prepared for. */
  readonly region: string
}

/** Compares what was served with what is read live, by guards and quotations alone. */
export function compareByQuotation({ question, preparedFor, served, isAdapted, live, evidence }: Compared): Comparison {
  const open = runGuards(question, preparedFor, quoteContext(served.quotes, evidence)).find((finding) => !finding.resolved)
  const isRemarked = live.kind === 'answer' && live.body.notes.length > 0
  if (live.kind === 'answer' && quotesTheSame(live.body, served)) {
    if (open !== undefined) return unsure(`the reader quotes the same, but guard ${open.guard}: ${open.saw}`)
    if (isRemarked) return unsure(`the reader quotes the same, and remarks: ${live.body.notes.join('; ')}`)
    return { outcome: 'same', reason: 'the reader quotes the same', isEvidence: false }
  }
  const found = live.kind === 'answer' ? 'the reader quotes another passage' : `the reader finds nothing: ${live.reason}`
  // What was adapted differs from its question on purpose.
  if (open === undefined || isAdapted) return unsure(found)
  return { outcome: 'wrong', reason: `guard ${open.guard}: ${open.saw}; ${found}`, isEvidence: true }
}

/** The same with a model. Throws what kept the verifier from judging. */
export async function compareByModel(compared: Compared, verifier: Verifier, signal: AbortSignal | undefined): Promise<Comparison> {
  const { question, preparedFor, served, live, evidence, region } = compared
  if (served.quotes.some((quote) => isVerbatim(quote, evidence) !== true)) return unsure('a passage that was served is not found any more')
  const call = { signal }
  const answers = decided(await verifier.judgeAnswer({ question, body: served, evidence, region }, call))
  if (live.kind === 'answer' && quotesTheSame(live.body, served)) {
    return answers.kind === 'supported'
      ? { outcome: 'same', reason: `the reader quotes the same; ${answers.reason}`, isEvidence: true }
      : unsure(`the reader quotes the same, but ${answers.reason}`)
  }
  if (answers.kind === 'unsure' || compared.isAdapted) return unsure(answers.reason)
  const matches = decided(await verifier.judgeMatch({ question, preparedFor, body: served, live: evidence, region }, call))
  if (matches.kind !== answers.kind) return unsure(`${answers.reason}; ${matches.reason}`)
  return { outcome: matches.kind === 'supported' ? 'same' : 'wrong', reason: `${answers.reason}; ${matches.reason}`, isEvidence: true }
}

function decided(verdict: Verdict): Verdict {
  if (verdict.failure !== undefined) throw verdict.failure
  return verdict
}

function unsure(reason: string): Comparison {
  return { outcome: 'unsure', reason, isEvidence: false }
}

/** Whether two answers quote one span: one of each overlaps by half of the shorter, or they are word for word the same. */
export function quotesTheSame(one: AnswerBody, other: AnswerBody): boolean {
  return one.quotes.some((quote) => other.quotes.some((served) => overlaps(quote, served) || folded(quote) === folded(served)))
}

function overlaps(one: Quote, other: Quote): boolean {
  if (one.passage !== other.passage || one.version !== other.version) return false
  const common = Math.min(one.end, other.end) - Math.max(one.start, other.start)
  return common > 0 && common * 2 >= Math.min(one.end - one.start, other.end - other.start)
}

function folded({ text }: Quote): string {
  return text.replace(/\s+/g, ' ').trim().toLowerCase()
}
