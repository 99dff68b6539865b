import type { AnswerBody } from '../spec/answer.ts'
import type { Quote } from '../spec/claim.ts'
import { digest } from '../spec/digest.ts'
import { noSpend } from '../spec/ledger.ts'
import type { Reader, Reading } from '../spec/skills.ts'
import { answerConfidence } from './reading/answer-confidence.ts'
import { differingValues } from './reading/differing-values.ts'
import { quoteOf, quoteSpan } from './reading/quote-span.ts'
import { type RankedReading, rankUnits } from './reading/ranked-unit.ts'

/**
 * Below this confidence nothing is quoted. Measured with whole SQuAD articles as scopes (`npm run bench -- reader`), as
 * shares left unanswered of answerable questions / of unanswerable ones, made by changing a word of an answerable one /
 * of real queries about other things: 0.05 (2 % / 8 % / 89 %), 0.07 (3 % / 13 % / 97 %), 0.09 (3 % / 17 % / 98 %),
 * 0.12 (5 % / 24 % / 99 %), 0.2 (12 % / 41 % / 100 %), 0.3 (21 % / 55 % / 100 %). The default refuses what is foreign
 * and keeps nearly every answer: whoever reads a quotation sees that it does not meet a minimally changed question, but
 * nobody sees an answer that was withheld.
 */
const leastConfidence = 0.07
const alternativeQuotes = 4
const version = 1

export interface ExtractiveReaderOptions {
  /** 0..1, default 0.07; see the curve above. Higher leaves more unanswered. */
  readonly leastConfidence?: number
}

/**
 * Answers with the smallest verbatim quotation, without a model: the best unit by cosine, share of the question's terms
 * covered, expected kind of answer and shared phrases; with its neighbours where it leans on them. Passages that answer
 * with different values are each quoted, newest first. What the question names and the quotation does not is said in
 * the notes. About 0.5 ms a question beyond retrieval.
 */
export function createExtractiveReader(options: ExtractiveReaderOptions = {}): Reader {
  const least = options.leastConfidence ?? leastConfidence
  return {
    recipe: digest('reader', 'extractive', version, least),
    model: null,
    async read({ question: text, evidence }, call = {}) {
      call.signal?.throwIfAborted()
      const { question, ranked } = rankUnits(text, evidence)
      const [top] = ranked
      if (top === undefined) return none('nothing retrieved', 0)
      const { probability, doubts } = answerConfidence(question, ranked)
      if (probability < least) {
        const why = doubts.length > 0 ? `: ${doubts.join(' ')}` : ''
        return none(`the nearest passage does not answer (confidence ${probability.toFixed(2)}, needed ${least})${why}`, probability)
      }
      const others = differingValues(question, ranked)
      const body = others.length > 0 ? severalBody([top, ...others], doubts) : singleBody(quoteSpan(question.kind, top.unit), doubts)
      call.onText?.(body.text)
      return { kind: 'answer', body, confidence: probability, spend: noSpend, alternatives: alternatives(ranked, body.quotes) }
    },
  }
}

function none(reason: string, confidence: number): Reading {
  return { kind: 'none', reason, confidence, spend: noSpend }
}

function singleBody(quotes: readonly Quote[], doubts: readonly string[]): AnswerBody {
  return { shape: quotes.length > 1 ? 'several' : 'quotation', text: joined(quotes), quotes, notes: doubts }
}

function severalBody(readings: readonly RankedReading[], doubts: readonly string[]): AnswerBody {
  const newestFirst = [...readings].sort((a, b) => b.unit.modifiedAt - a.unit.modifiedAt || b.rank - a.rank)
  const quotes = newestFirst.map(({ unit }) => quoteOf(unit, unit.start, unit.end))
  const paths = new Set(newestFirst.map(({ unit }) => unit.path))
  const where = paths.size > 1 ? `${paths.size} files` : `${quotes.length} passages`
  return {
    shape: 'several',
    text: joined(quotes),
    quotes,
    notes: [`${where} give different values${paths.size > 1 ? ', newest first' : ''}.`, ...doubts],
  }
}

function joined(quotes: readonly Quote[]): string {
  return quotes.map(({ text }) => text.trim()).join('\n\n')
}

function alternatives(ranked: readonly RankedReading[], taken: readonly Quote[]): readonly Quote[] {
  const found: Quote[] = []
  for (const { unit } of ranked) {
    const overlaps = [...taken, ...found].some(
      (quote) => quote.passage === unit.passage && unit.start < quote.end && quote.start < unit.end,
    )
    if (!overlaps) found.push(quoteOf(unit, unit.start, unit.end))
    if (found.length === alternativeQuotes) break
  }
  return found
}
