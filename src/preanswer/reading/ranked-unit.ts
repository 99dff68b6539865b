import type { ScoredUnit } from '../../spec/skills.ts'
import { type ReadQuestion, readQuestion, type UnitFeatures, unitFeatures } from './unit-features.ts'

/** A unit as the reader ranks it. */
export interface RankedReading {
  readonly unit: ScoredUnit
  readonly features: UnitFeatures
  readonly rank: number
}

/**
 * Weights of the features beside the cosine, fitted as a softmax over the 24 retrieved units of each answerable
 * question of eight SQuAD articles, held out an article at a time (gold in the first unit: 81.6 % as retrieved, 84 %
 * ranked), then rounded. Gold in the first quotation of what they were not fitted to: Natural Questions' paragraphs
 * 62.8 % → 71 %, COVID-QA 50 % → 52 %, PolicyQA 22 % → 23 %. SQuAD cannot tell what a unit says from what its title
 * says; with more on `own` Natural Questions loses (68.6 % at 0.4).
 */
const weights = { own: 0.1, covered: 0.75, nearby: 0.3, typed: 0.2, phrase: 0.15 } as const
/** Headings name what a section answers; SQuAD has none, so this was set on documentation (Hono's, Fastify's). */
const headingWeight = 0.2
/** A unit that only asks, or only repeats the question's words, is not what answers. */
const emptyPenalty = 0.3
const isQuestion = /\?["')\]]*\s*$/
/**
 * What asks the question is nearest to it whatever it answers, if anything: so much that a unit which states the answer
 * comes first, while a list of questions that alone answers still does.
 */
const echoPenalty = 1.2
/** A sentence that opens as an addition seldom is the answer itself. */
const additionPenalty = 0.1
const addition = /^["'(\s*_]*(?:also|in addition|additionally|optionally|alternatively|moreover|furthermore|besides|for example|e\.g\.)\b/i
/** Cosine assumed for a unit without a vector: the usual one of units that cover as much of the question; code alone says less. */
const assumedCosine = { base: 0.15, covered: 0.45, code: -0.15 } as const

/** A test shows that something is so; its source says it. */
const testPenalty = 0.15
const testPath = /(?:^|\/)(?:tests?|__tests__|fixtures?)\/|\.(?:test|spec)\.\w+$|_test\.\w+$/i
/** Asked who uses a name, its own definition and the import of it are what the asker has. */
const callersPenalty = 0.7
const asksCallers = /\b(?:who|what|which|where)\b.*\b(?:calls?|called|uses?|used|invokes?|invoked|references?|imports?)\b/

export interface RankedUnits {
  readonly question: ReadQuestion
  readonly ranked: readonly RankedReading[]
}

interface LastRanked {
  readonly text: string
  readonly result: RankedUnits
}

// One question is judged against several candidates and then read, each time with the same evidence.
const lastRanked = new WeakMap<readonly ScoredUnit[], LastRanked>()

/** The units in the reader's order for a question, best first; ties keep retrieval's order. Remembered while the evidence lives. */
export function rankUnits(text: string, evidence: readonly ScoredUnit[]): RankedUnits {
  const last = lastRanked.get(evidence)
  if (last?.text === text) return last.result
  const result = rank(text, evidence)
  lastRanked.set(evidence, { text, result })
  return result
}

function rank(text: string, evidence: readonly ScoredUnit[]): RankedUnits {
  const question = questionOf(text, evidence)
  return { question, ranked: evidence.map((unit) => readingOf(question, unit)).sort((a, b) => b.rank - a.rank) }
}

// What adapting adds to the evidence is ranked with units that were read before.
const lastQuestion = new WeakMap<ReadonlyMap<string, number>, ReadQuestion>()
const lastReading = new WeakMap<ScoredUnit, { readonly question: ReadQuestion; readonly reading: RankedReading }>()

/** The question as it is read; the same object for the same text beside evidence of the same search. */
function questionOf(text: string, evidence: readonly ScoredUnit[]): ReadQuestion {
  const search = evidence[0]?.termWeights
  const last = search === undefined ? undefined : lastQuestion.get(search)
  if (last?.text === text) return last
  const question = readQuestion(text, evidence)
  if (search !== undefined) lastQuestion.set(search, question)
  return question
}

function readingOf(question: ReadQuestion, unit: ScoredUnit): RankedReading {
  const last = lastReading.get(unit)
  if (last?.question === question) return last.reading
  const reading = read(question, unit)
  lastReading.set(unit, { question, reading })
  return reading
}

function read(question: ReadQuestion, unit: ScoredUnit): RankedReading {
  const features = unitFeatures(question, unit)
  const cosine = unit.cosine ?? assumedOf(unit, features)
  const score =
    cosine +
    weights.own * features.own +
    weights.covered * features.covered +
    weights.nearby * features.nearby +
    weights.typed * features.typed +
    weights.phrase * features.phrase +
    headingWeight * features.heading -
    (features.echo > 0 ? echoPenalty * features.echo : features.empty === 1 || isQuestion.test(unit.text) ? emptyPenalty : 0) -
    (addition.test(unit.text) ? additionPenalty : 0) -
    (testPath.test(unit.path) && !/\btests?\b/.test(question.lower) ? testPenalty : 0) -
    (isOwnDefinition(question, unit) ? callersPenalty : 0)
  return { unit, features: { ...features, cosine }, rank: score }
}

function assumedOf(unit: ScoredUnit, features: UnitFeatures): number {
  return assumedCosine.base + assumedCosine.covered * features.covered + (unit.kind === 'code' ? assumedCosine.code : 0)
}

function isOwnDefinition(question: ReadQuestion, unit: ScoredUnit): boolean {
  if (question.identifiers.length === 0 || !asksCallers.test(question.lower)) return false
  if (/^\s*(?:import|export \*|from)\b/.test(unit.text)) return true
  const own = unit.symbol?.path.split('.').at(-1)?.toLowerCase()
  return own !== undefined && question.identifiers.includes(own)
}
