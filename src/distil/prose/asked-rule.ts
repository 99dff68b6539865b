import type { ClaimDraft } from '../../spec/claim.ts'
import { firstCode } from './following-code.ts'
import { proseOf, type Sentence } from './outline.ts'
import { makeClaim, type Rule, type Span } from './rule.ts'
import { isWellFormed } from './sentence-tests.ts'

const asks =
  /^(?!(?:do|did|are|have|will|would) you (?:want|prefer|need|know|looking|ready|like|ever|have)\b|what'?s next|where to (?:go|next)|why not)(?:how|what|when|where|who|whom|whose|why|which|is|are|am|was|were|do|does|did|can|could|should|will|would|may|must|have|has)\b.{6,140}\?$/i

/** Questions that the document asks itself, in a heading or in the text, with what answers them. The subject is the question. */
export const askedRule: Rule = (section) => {
  const sentences = proseOf(section)
  const claims: ClaimDraft[] = []
  if (section.heading !== null && asks.test(section.heading)) {
    const code = firstCode(section)
    const answer = answering(sentences.filter((sentence) => !/\?$/.test(sentence.text)))
    const needsCode = answer.some((sentence) => /:$/.test(sentence.text))
    const spans: Span[] = [...answer, ...(needsCode && code !== null ? [code] : [])]
    if (answer.length > 0) claims.push(asked(section.heading, answer, spans, 0.85))
  }
  sentences.forEach((sentence, index) => {
    if (!asks.test(sentence.text) || sentence.text.split(' ').length < 4 || !isWellFormed(sentence.text)) return
    const answer = answering(sentences.slice(index + 1))
    const first = sentences[index - 1]
    const startsBlock =
      first === undefined ||
      first.passage.id !== sentence.passage.id ||
      /\n\s*\n\s*$/.test(sentence.passage.text.slice(first.end, sentence.start))
    if (startsBlock && answer.length > 0) claims.push(asked(sentence.text, answer, answer, 0.7))
  })
  return claims
}

function asked(question: string, answer: readonly Sentence[], spans: readonly Span[], salience: number): ClaimDraft {
  return makeClaim({ type: 'other', subject: question, text: answer.map((sentence) => sentence.text).join(' '), salience, spans })
}

/** The sentences that answer: up to three of the first paragraph, or 320 characters. */
function answering(sentences: readonly Sentence[]): readonly Sentence[] {
  const chosen: Sentence[] = []
  for (const sentence of sentences) {
    const first = chosen[0]
    if (/\?$/.test(sentence.text) || (first !== undefined && first.passage.id !== sentence.passage.id)) break
    const last = chosen.at(-1)
    if (last !== undefined && /\n\s*\n/.test(sentence.passage.text.slice(last.end, sentence.start)) && !/:$/.test(last.text)) break
    chosen.push(sentence)
    if (chosen.length === 3 || chosen.reduce((sum, other) => sum + other.text.length, 0) > 320) break
  }
  const last = chosen.at(-1)
  return last !== undefined && /:$/.test(last.text) && chosen.length > 1 ? chosen.slice(0, -1) : chosen
}
