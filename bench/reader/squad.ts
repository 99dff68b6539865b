import { openMiniLmEmbedder } from '../../src/adapters/embedders/minilm/minilm-embedder.ts'
import { createParser } from '../../src/adapters/parsers/create-parser.ts'
import { createExtractiveReader } from '../../src/preanswer/extractive-reader.ts'
import { defaultPolicy } from '../../src/spec/policy.ts'
import { holdsAnswer } from './holds-answer.ts'
import { dataFolder, foreignQuestions, type JudgedDocument, type JudgedSet, readJudgedSet } from './judged-documents.ts'
import { memoryScope } from './memory-scope.ts'
import { openVectorCache } from './vector-cache.ts'

export interface ReaderOptions {
  /** Folder of the data sets; default: found, null where missing. */
  readonly data?: string | null
  /** Default `squad2-dev`. */
  readonly set?: JudgedSet
  /** Only every n-th question, for a quick look. Default 1. */
  readonly every?: number
  readonly onProgress?: (message: string) => void
}

/** Points of the abstention curve: at this confidence, shares of questions. */
export interface AbstentionPoint {
  readonly confidence: number
  /** Answerable questions left unanswered. */
  readonly answerableRefused: number
  /** Answerable questions whose first quotation holds a gold answer and is given. */
  readonly firstGiven: number
  /** Unanswerable questions left unanswered. */
  readonly unanswerableRefused: number
  /** Queries about other things left unanswered. */
  readonly foreignRefused: number
}

export interface ReaderFigures {
  readonly set: string
  readonly scopes: number
  readonly units: number
  readonly answerable: number
  readonly unanswerable: number
  /** Gold answer in the first quotation, and among the first three, of answerable questions, at the default point. */
  readonly first: number
  readonly topThree: number
  /** As `first` and `topThree` if the reader never abstained: what ranking alone gives and abstaining costs. */
  readonly firstWithoutAbstaining: number
  readonly topThreeWithoutAbstaining: number
  readonly answerableRefused: number
  readonly unanswerableRefused: number
  readonly foreign: number
  readonly foreignRefused: number
  readonly curve: readonly AbstentionPoint[]
  /** Median characters of the first quotation. */
  readonly quotationCharacters: number
  /** Milliseconds a question beyond its embedding, median and 95th percentile: search and read. */
  readonly searchMs: { readonly p50: number; readonly p95: number }
  readonly readMs: { readonly p50: number; readonly p95: number }
}

const curveAt = [0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.09, 0.12, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5] as const

/** Queries about other things asked of each scope. */
const foreignAScope = 100

interface Outcome {
  readonly kind: 'answerable' | 'unanswerable' | 'foreign'
  readonly confidence: number
  readonly isDefaultAnswer: boolean
  readonly first: boolean
  readonly topThree: boolean
  readonly characters: number
  readonly searchMs: number
  readonly readMs: number
}

/**
 * Reads every question of a judged set with the extractive reader over its whole document (one scope a document, or one
 * for all single paragraphs). Null where the development data is missing.
 */
export async function measureReader(options: ReaderOptions = {}): Promise<ReaderFigures | null> {
  const folder = options.data === undefined ? dataFolder() : options.data
  if (folder === null) return null
  const set = options.set ?? 'squad2-dev'
  const documents = readJudgedSet(folder, set)
  const groups: readonly (readonly JudgedDocument[])[] = set === 'nq-paragraphs' ? [documents] : documents.map((document) => [document])
  const parser = createParser()
  const embedder = openMiniLmEmbedder()
  const vectors = openVectorCache(embedder)
  const askEverything = createExtractiveReader({ leastConfidence: 0 })
  const reader = createExtractiveReader()
  const outcomes: Outcome[] = []
  let units = 0
  try {
    for (const [at, group] of groups.entries()) {
      const scope = await memoryScope(group, { parser, embedder, vectors })
      units += scope.units
      const own = group.flatMap((document) => document.questions)
      const foreign = foreignQuestions(folder, at * foreignAScope, foreignAScope)
      const questions = [...own, ...foreign].filter((_, index) => index % (options.every ?? 1) === 0)
      const questionVectors = await vectors.embed(questions.map(({ question }) => question))
      for (const [index, { id, question, answers, answerable }] of questions.entries()) {
        const started = performance.now()
        const evidence = await scope.view.search({ question, vector: questionVectors[index] ?? null, limit: 24 })
        const searched = performance.now()
        const reading = await reader.read({ question, evidence, policy: defaultPolicy })
        const ended = performance.now()
        const forced = await askEverything.read({ question, evidence, policy: defaultPolicy })
        const quotes = forced.kind === 'answer' ? [...forced.body.quotes, ...(forced.alternatives ?? [])] : []
        outcomes.push({
          kind: id.startsWith('foreign/') ? 'foreign' : answerable ? 'answerable' : 'unanswerable',
          confidence: forced.confidence,
          isDefaultAnswer: reading.kind === 'answer',
          first: answerable && holdsAnswer(quotes[0]?.text ?? '', answers),
          topThree: answerable && quotes.slice(0, 3).some(({ text }) => holdsAnswer(text, answers)),
          characters: quotes[0]?.text.length ?? 0,
          searchMs: searched - started,
          readMs: ended - searched,
        })
      }
      options.onProgress?.(`${outcomes.length} questions, ${units} units`)
    }
  } finally {
    await parser.close()
    await embedder.close()
  }
  return figures(set, groups.length, units, outcomes)
}

function figures(set: string, scopes: number, units: number, outcomes: readonly Outcome[]): ReaderFigures {
  const answerable = outcomes.filter((one) => one.kind === 'answerable')
  const unanswerable = outcomes.filter((one) => one.kind === 'unanswerable')
  const foreign = outcomes.filter((one) => one.kind === 'foreign')
  return {
    set,
    scopes,
    units,
    answerable: answerable.length,
    unanswerable: unanswerable.length,
    first: share(answerable, (one) => one.first && one.isDefaultAnswer),
    topThree: share(answerable, (one) => one.topThree && one.isDefaultAnswer),
    firstWithoutAbstaining: share(answerable, (one) => one.first),
    topThreeWithoutAbstaining: share(answerable, (one) => one.topThree),
    answerableRefused: share(answerable, (one) => !one.isDefaultAnswer),
    unanswerableRefused: share(unanswerable, (one) => !one.isDefaultAnswer),
    foreign: foreign.length,
    foreignRefused: share(foreign, (one) => !one.isDefaultAnswer),
    curve: curveAt.map((confidence) => ({
      confidence,
      answerableRefused: share(answerable, (one) => one.confidence < confidence),
      firstGiven: share(answerable, (one) => one.first && one.confidence >= confidence),
      unanswerableRefused: share(unanswerable, (one) => one.confidence < confidence),
      foreignRefused: share(foreign, (one) => one.confidence < confidence),
    })),
    quotationCharacters: quantile(
      outcomes.map((one) => one.characters),
      0.5,
    ),
    searchMs: spread(outcomes.map((one) => one.searchMs)),
    readMs: spread(outcomes.map((one) => one.readMs)),
  }
}

function share(outcomes: readonly Outcome[], holds: (one: Outcome) => boolean): number {
  return outcomes.length === 0 ? 0 : Math.round((outcomes.filter(holds).length / outcomes.length) * 10_000) / 10_000
}

function spread(values: readonly number[]): { readonly p50: number; readonly p95: number } {
  return { p50: quantile(values, 0.5), p95: quantile(values, 0.95) }
}

function quantile(values: readonly number[], at: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return Math.round((sorted[Math.floor(at * (sorted.length - 1))] ?? 0) * 1000) / 1000
}
