import type { AnswerBody } from '../spec/answer.ts'
import type { Quote } from '../spec/claim.ts'
import { digest } from '../spec/digest.ts'
import { noSpend } from '../spec/ledger.ts'
import type { Reader, Reading, ScoredUnit } from '../spec/skills.ts'
import { answerConfidence } from './reading/answer-confidence.ts'
import { type DifferingValues, differingValues, lacksValue } from './reading/differing-values.ts'
import { leastConfidence } from './reading/least-confidence.ts'
import { quoteOf, quoteSpan } from './reading/quote-span.ts'
import { type RankedReading, rankUnits } from './reading/ranked-unit.ts'
import { unitWords } from './reading/unit-words.ts'

const alternativeQuotes = 4
/** "The default is `255`." says of nothing what its default is. */
const fewWords = 2
const version = 4

export interface ExtractiveReaderOptions {
  /** 0..1, default 0.07, with its curve in {@link leastConfidence}. Higher leaves more unanswered. */
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
      // Where the best unit only says what is asked about, the value stands beside it.
      const beside = lacksValue(question, top) ? ranked.filter((one) => one !== top && one.unit.passage === top.unit.passage) : []
      const differing = differingValues(question, [top, ...beside], ranked)
      const body = differing === null ? singleBody(quoteSpan(question.kind, top.unit), doubts) : severalBody(differing, doubts)
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

function severalBody({ reading, others }: DifferingValues, doubts: readonly string[]): AnswerBody {
  const newestFirst = [reading, ...others].sort((a, b) => b.unit.modifiedAt - a.unit.modifiedAt || b.rank - a.rank)
  const quotes = newestFirst.map(({ unit }) => quoteOf(unit, sayingStart(unit), unit.end))
  const paths = new Set(newestFirst.map(({ unit }) => unit.path))
  const where = paths.size > 1 ? `${paths.size} files` : `${quotes.length} passages`
  return {
    shape: 'several',
    text: joined(quotes),
    quotes,
    notes: [`${where} give different values${paths.size > 1 ? ', newest first' : ''}.`, ...doubts],
  }
}

/** Where a unit begins; with the sentence before it where it has hardly a word of its own beside the value. */
function sayingStart(unit: ScoredUnit): number {
  if (unit.kind !== 'prose' || unitWords(unit).distinct.size > fewWords) return unit.start
  return unit.passageUnits?.findLast((one) => one.end <= unit.start)?.start ?? unit.start
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
