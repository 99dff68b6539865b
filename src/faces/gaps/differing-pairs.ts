import { type Kysely, sql } from 'kysely'
import type { AskScope } from '../../ask/ask-types.ts'
import { nextTurn } from '../../corpus/next-turn.ts'
import { contradictingUnit } from '../../preanswer/contradiction.ts'
import { rankUnits } from '../../preanswer/reading/ranked-unit.ts'
import { questionTerms } from '../../retrieve/question-terms.ts'
import { storedVectors } from '../../retrieve/stored-vectors.ts'
import { tokenise } from '../../retrieve/tokenise.ts'
import type { AnswerBody } from '../../spec/answer.ts'
import type { ScopeId } from '../../spec/ids.ts'
import { keyVectorDigest } from '../../spec/key-vector.ts'
import type { Schema } from '../../spec/schema.ts'
import type { ScoredUnit } from '../../spec/skills.ts'
import type { DifferingPairView } from './gaps-view.ts'
import { placeOfUnit } from './place-of-unit.ts'

/** Questions searched again: those whose answer told of different values, then the most asked, then the likeliest. */
const most = 400
const units = 24

export interface PairsInput {
  readonly db: Kysely<Schema>
  readonly scope: AskScope
  readonly embedder: string
  readonly limit: number
  readonly signal: AbortSignal | undefined
}

/**
 * Pairs of documents of which one states another value than the other for what an asked or prepared question asks, each
 * pair of passages once. As strict as the reader is before it tells of both: most numbers that differ contradict nothing.
 */
export async function differingPairs({ db, scope: open, embedder, limit, signal }: PairsInput): Promise<readonly DifferingPairView[]> {
  const { scope, view } = open
  const rows = await answeredQuestions(db, scope)
  const vectors = await storedVectors(
    db,
    scope,
    embedder,
    rows.map(({ text }) => keyVectorDigest(text)),
  )
  const pairs = new Map<string, DifferingPairView>()
  for (const { text, body } of rows) {
    if (pairs.size >= limit) break
    signal?.throwIfAborted()
    const evidence = await view.search({
      question: text,
      vector: vectors.get(keyVectorDigest(text)) ?? null,
      limit: units,
      overlay: null,
    })
    const found = differing(text, body, evidence)
    await nextTurn()
    if (found === null) continue
    const [one, other] = found
    const key = [one, other]
      .map(({ passage }) => passage)
      .sort()
      .join(' ')
    if (pairs.has(key)) continue
    pairs.set(key, { question: text, places: [await placeOfUnit(db, scope, one), await placeOfUnit(db, scope, other)] })
  }
  return [...pairs.values()]
}

function differing(question: string, body: AnswerBody, evidence: readonly ScoredUnit[]): readonly [ScoredUnit, ScoredUnit] | null {
  const { ranked } = rankUnits(question, evidence)
  for (const quote of body.quotes) {
    const own = ranked.find(({ unit }) => unit.passage === quote.passage && quote.start < unit.end && unit.start < quote.end)
    if (own === undefined) continue
    // One that already quotes both is compared as if it quoted one.
    const other = contradictingUnit(question, { ...body, quotes: [quote] }, evidence)
    if (other !== null && other.document !== own.unit.document && isOfTheSame(question, own.unit, other)) return [own.unit, other]
  }
  return null
}

/**
 * Whether both speak of what is asked: a word of the question that one of them has, with its headings and path, and the other
 * has not tells two things apart (a setting of Deno and one of Bun). Values in code are examples.
 */
function isOfTheSame(question: string, one: ScoredUnit, other: ScoredUnit): boolean {
  if (one.kind === 'code' || other.kind === 'code') return false
  const [first, second] = [one, other].map(
    (unit) => new Set(tokenise(`${unit.path.replaceAll(/[/._-]/g, ' ')} ${unit.title ?? ''} ${unit.place.join(' ')} ${unit.passageText}`)),
  )
  return questionTerms(question).every((term) => first?.has(term) === second?.has(term))
}

async function answeredQuestions(db: Kysely<Schema>, scope: ScopeId) {
  const tells = sql`case when replace(entries.body, 'give different values', '') <> entries.body then 0 else 1 end`
  const rows = await db
    .selectFrom('entries')
    .innerJoin('questions', (join) =>
      join.onRef('questions.scope', '=', 'entries.scope').onRef('questions.question', '=', 'entries.question'),
    )
    .select(['entries.question_text as text', 'entries.body'])
    .where('entries.scope', '=', scope)
    .where('entries.kind', '=', 'answer')
    .where('entries.shape', 'in', ['quotation', 'several'])
    .where('entries.state', 'in', ['fresh', 'suspect'])
    .where('questions.dropped', '=', 0)
    .orderBy(tells)
    .orderBy('questions.asked_count', 'desc')
    .orderBy('questions.probability', 'desc')
    .orderBy('entries.entry')
    .limit(most)
    .execute()
  return rows.map((row) => ({ text: row.text, body: JSON.parse(row.body) as AnswerBody }))
}
