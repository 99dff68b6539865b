import type { AnswerBody } from '../../spec/answer.ts'
import type { Quote } from '../../spec/claim.ts'
import type { ScoredUnit } from '../../spec/skills.ts'
import type { JudgedSentence } from '../prompts/answer-verifier-prompt.ts'
import { citedSentences } from './cited-sentences.ts'

export type SentencesToJudge =
  | { readonly ok: true; readonly sentences: readonly JudgedSentence[] }
  | { readonly ok: false; readonly reason: string }

/** Characters around a quote that tell what it is about. */
const around = 300

/**
 * What a verifier judges of an answer, or why it fails without one: a quote that is not the evidence's own text, a sentence
 * that cites nothing, nothing said at all. Answers made of quotations are one sentence that cites all its quotes.
 */
export function judgedSentences(body: AnswerBody, evidence: readonly ScoredUnit[]): SentencesToJudge {
  const foreign = body.quotes.find((quote) => !isOwn(quote, evidence))
  if (foreign !== undefined) return { ok: false, reason: `the quote "${foreign.text.slice(0, 80)}" is not in the evidence` }
  if (body.quotes.length === 0) return { ok: false, reason: 'it cites nothing' }
  const cited = body.quotes.map((quote) => ({ quote: quote.text, context: contextOf(quote, evidence) }))
  if (body.shape !== 'prose') return { ok: true, sentences: [{ text: body.text, cited }] }
  const sentences = citedSentences(body.text)
  if (sentences.length === 0) return { ok: false, reason: 'it says nothing' }
  const bare = sentences.find((sentence) => !sentence.citations.some((number) => cited[number - 1] !== undefined))
  if (bare !== undefined) return { ok: false, reason: `a sentence cites nothing: "${bare.text.slice(0, 80)}"` }
  return {
    ok: true,
    sentences: sentences.map((sentence) => ({
      text: sentence.text,
      cited: sentence.citations.flatMap((number) => cited[number - 1] ?? []),
    })),
  }
}

function isOwn(quote: Quote, evidence: readonly ScoredUnit[]): boolean {
  return evidence.some(
    (unit) =>
      unit.passage === quote.passage && unit.version === quote.version && unit.passageText.slice(quote.start, quote.end) === quote.text,
  )
}

function contextOf(quote: Quote, evidence: readonly ScoredUnit[]): string {
  const unit = evidence.find((one) => one.passage === quote.passage && one.version === quote.version)
  if (unit === undefined) return ''
  const names = [unit.title, ...unit.place].filter((name) => name !== null && name !== '').join(' › ')
  const before = unit.passageText.slice(Math.max(0, quote.start - around), quote.start).trim()
  const after = unit.passageText.slice(quote.end, quote.end + around).trim()
  return [names, before, after === '' ? '' : `(after it) ${after}`].filter((part) => part !== '').join('\n')
}
