import { isStopWord, questionTerms } from '../../retrieve/question-terms.ts'
import { tokenise } from '../../retrieve/tokenise.ts'
import type { ScoredUnit } from '../../spec/skills.ts'
import { identifiersOf } from '../guards/identifiers.ts'
import { isNegated } from '../guards/negation.ts'
import { quantities } from '../guards/quantities.ts'
import { countAnswers } from './answer-type.ts'
import { echoes, echoOf } from './echo.ts'
import { type QuestionKind, questionKind } from './question-kind.ts'
import { replyTo } from './reply-to.ts'
import { neighbours, plainUnit, unitWords } from './unit-words.ts'

/** A question as the reader sees it, prepared once for all units. */
export interface ReadQuestion {
  readonly text: string
  readonly lower: string
  readonly kind: QuestionKind
  /** Terms with their weights in the corpus; 1 each where retrieval gave none. */
  readonly weights: ReadonlyMap<string, number>
  readonly totalWeight: number
  /** Neighbouring terms. */
  readonly pairs: ReadonlySet<string>
  readonly numbers: ReadonlySet<string>
  /** Names out of code. */
  readonly identifiers: readonly string[]
  readonly isNegated: boolean
  /** What a unit holds that asks it in its own words, or null. */
  readonly echo: string | null
}

/** What the reader knows of one unit for one question; each is 0..1. */
export interface UnitFeatures {
  readonly cosine: number
  /** Share of the question's term weights found in the unit itself. */
  readonly own: number
  /** Share found in the unit, its title or its place. */
  readonly covered: number
  /** Share found only elsewhere in its passage. */
  readonly nearby: number
  /** Share of the question's neighbouring terms that stand together here too. */
  readonly phrase: number
  /** 1 where an expression of the expected kind stands in it that the question does not hold, 0 where none; 0.5 for kinds that anything answers. */
  readonly typed: number
  /** Share of the innermost heading's (or symbol's) words that the question holds; 0 without one. */
  readonly heading: number
  /** 1 for a fragment that adds at most one word to the question's (a link, a heading's echo) and is no sentence. */
  readonly empty: number
  /** 1 where it asks the question in its own words and says no more; 0.5 where more follows, as in a list of questions with answers. */
  readonly echo: number
}

export function readQuestion(text: string, evidence: readonly ScoredUnit[]): ReadQuestion {
  const terms = questionTerms(text)
  const given = evidence[0]?.termWeights
  const weights = new Map(terms.map((term) => [term, (given?.get(term) ?? 1) * shareOf(term, terms)]))
  let total = 0
  for (const weight of weights.values()) total += weight
  return {
    text,
    lower: text.toLowerCase(),
    kind: questionKind(text),
    weights,
    totalWeight: Math.max(total, 1e-9),
    pairs: new Set(neighbours(terms)),
    numbers: quantities(text),
    identifiers: [...identifiersOf(text)],
    echo: echoOf(text),
    // "What happens when nothing is given" denies nothing of what is asked.
    isNegated: isNegated(text.replace(/\b(?:when|if|while|unless|in case|whether|that)\b.*$/i, '')),
  }
}

export function unitFeatures(question: ReadQuestion, unit: ScoredUnit): UnitFeatures {
  const here = unitTerms(unit)
  const { inUnit, distinct, pairs } = unitWords(unit)
  let own = 0
  let covered = 0
  let nearby = 0
  for (const [term, weight] of question.weights) {
    if (inUnit.has(term)) own += weight
    if (here.has(term)) covered += weight
    else if (unit.passageUnits?.some((one) => one.terms?.has(term))) nearby += weight
  }
  let phrases = 0
  for (const pair of question.pairs) if (pairs.has(pair)) phrases++
  const { kind } = question
  const anything = kind === 'thing' || kind === 'list' || kind === 'polar'
  return {
    cosine: unit.cosine ?? 0,
    own: own / question.totalWeight,
    covered: covered / question.totalWeight,
    nearby: nearby / question.totalWeight,
    phrase: question.pairs.size === 0 ? 0 : phrases / question.pairs.size,
    typed: anything ? 0.5 : countAnswers(kind, unit.text, question.lower) > 0 ? 1 : 0,
    heading: headingShare(question, unit.place),
    empty: isEmpty(question, unit.text, distinct) ? 1 : 0,
    echo: echoShare(question, unit, distinct),
  }
}

function isEmpty(question: ReadQuestion, text: string, distinct: ReadonlySet<string>): boolean {
  if (distinct.size <= 1) return true
  const isSentence = /[.!:;]\s*$/.test(text)
  return !isSentence && addedWords(question, distinct) <= 1
}

function echoShare(question: ReadQuestion, unit: ScoredUnit, distinct: ReadonlySet<string>): number {
  if (!echoes(question.echo, unit.text)) return 0
  return addedWords(question, distinct) === 0 && replyTo(unit) === null ? 1 : 0.5
}

/** Words a unit has beside the question's. */
function addedWords({ weights }: ReadQuestion, distinct: ReadonlySet<string>): number {
  let added = 0
  for (const token of distinct) if (!weights.has(token)) added++
  return added
}

/** An identifier stands among the terms whole and split: its whole form and its one-letter parts (the `c` of `c.json`) count less. */
function shareOf(term: string, terms: readonly string[]): number {
  if (terms.length === 1) return 1
  if (term.length === 1) return 0.2
  return /[\p{L}\p{N}][._:/-]+[\p{L}\p{N}]/u.test(term) ? 0.3 : 1
}

function headingShare(question: ReadQuestion, place: ScoredUnit['place']): number {
  const words = headingWords(place)
  return words.length === 0 ? 0 : words.filter((word) => question.weights.has(word)).length / words.length
}

// Retrieval hands out the same places for as long as it keeps their passages.
const knownHeadings = new WeakMap<ScoredUnit['place'], readonly string[]>()

/** The telling words of the innermost heading. */
function headingWords(place: ScoredUnit['place']): readonly string[] {
  const before = knownHeadings.get(place)
  if (before !== undefined) return before
  const words = tokenise(place.at(-1) ?? '').filter((token) => !isStopWord(token))
  knownHeadings.set(place, words)
  return words
}

/** Tokens of a unit with its title and place. */
export function unitTerms(unit: ScoredUnit): { has(term: string): boolean } {
  const counted = plainUnit(unit)?.terms
  return counted ?? new Set(tokenise([unit.title ?? '', ...unit.place, unit.text].join('\n')))
}
