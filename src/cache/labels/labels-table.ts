import { type Kysely, sql } from 'kysely'
import type { ScopeId } from '../../spec/ids.ts'
import { normaliseQuestion } from '../../spec/normalise-question.ts'
import type { Schema } from '../../spec/schema.ts'
import { type Statement, statement } from '../../spec/store.ts'
import type { MatchLabel } from '../calibration/calibration.ts'
import { byQuotationAlone, labelId, type MatchJudgement, type StoredLabelSource } from './match-judgement.ts'
import { questionClass } from './question-class.ts'

/** Adds a judgement, or replaces what the same source said of the same entry and question. */
export function putLabelStatement(db: Kysely<Schema>, scope: ScopeId, judgement: MatchJudgement): Statement {
  const row = {
    entry: judgement.entry,
    alike: judgement.alike,
    question: judgement.question,
    normalised: normaliseQuestion(judgement.question),
    prepared_for: judgement.preparedFor,
    same: judgement.same ? 1 : 0,
    source: judgement.source,
    class: questionClass(judgement.question),
    features: judgement.features === null ? null : JSON.stringify(judgement.features),
    recipe: judgement.recipe,
    served: judgement.served ? 1 : 0,
    ask: judgement.ask,
    at: judgement.at,
  }
  return statement(
    db
      .insertInto('labels')
      .values({ scope, label: labelId(judgement), ...row })
      .onConflict((conflict) => conflict.columns(['scope', 'label']).doUpdateSet(row)),
  )
}

export function dropLabelStatement(db: Kysely<Schema>, scope: ScopeId, label: string): Statement {
  return statement(db.deleteFrom('labels').where('scope', '=', scope).where('label', '=', label))
}

/** A label to fit on, with what told it and of whom. */
export interface StoredLabel extends MatchLabel {
  /** Digest that names it; the same for as long as the same source says something of the same entry and question. */
  readonly id: string
  readonly entry: string
  readonly class: string
  readonly at: number
}

/** What a decision can be fitted on: the labels whose features are of this version, in an order that their content alone gives. */
export async function labelsOf(db: Kysely<Schema>, scope: ScopeId, recipe: string): Promise<readonly StoredLabel[]> {
  const rows = await db
    .selectFrom('labels')
    .select(['label', 'entry', 'same', 'source', 'class', 'features', 'at'])
    .where('scope', '=', scope)
    .where('recipe', '=', recipe)
    .where('features', 'is not', null)
    .orderBy('label')
    .execute()
  return rows.map(({ label, entry, same, source, class: kind, features, at }) => ({
    id: label,
    entry,
    class: kind,
    at,
    features: JSON.parse(features ?? '[]') as readonly number[],
    same: same === 1,
    source,
    group: entry,
  }))
}

export interface LabelCount {
  readonly same: number
  readonly different: number
  /** Of them those that can be fitted on: their features were kept. */
  readonly withFeatures: number
}

/** How many labels each source gave, whatever their features' version; what shows nothing by itself is left out. */
export async function countLabels(db: Kysely<Schema>, scope: ScopeId): Promise<Readonly<Record<StoredLabelSource, LabelCount>>> {
  const rows = await db
    .selectFrom('labels')
    .select(({ fn }) => [
      'source',
      'same',
      fn.countAll<number | string>().as('count'),
      sql<number | string>`sum(case when features is null then 0 else 1 end)`.as('with_features'),
    ])
    .where('scope', '=', scope)
    .where('recipe', '!=', byQuotationAlone)
    .groupBy(['source', 'same'])
    .execute()
  const none: LabelCount = { same: 0, different: 0, withFeatures: 0 }
  const counts: Record<StoredLabelSource, LabelCount> = { feedback: none, shadow: none, verifier: none, synthetic: none }
  for (const { source, same, count, with_features } of rows) {
    const so = counts[source]
    const verdict = same === 1 ? 'same' : 'different'
    counts[source] = { ...so, [verdict]: so[verdict] + Number(count), withFeatures: so.withFeatures + Number(with_features) }
  }
  return counts
}
