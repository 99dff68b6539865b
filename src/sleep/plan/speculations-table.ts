import type { Kysely } from 'kysely'
import { corpusRevision } from '../../corpus/corpus-revision.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { Schema } from '../../spec/schema.ts'
import { type Statement, statement } from '../../spec/store.ts'
import type { Standing } from './choose-level.ts'

/** How far a question was prepared short of a verified answer. */
export interface Speculation {
  readonly scope: ScopeId
  /** Digest of the policy it was prepared under. */
  readonly policy: string
  readonly question: string
  readonly level: 0 | 1 | 2
  /** JSON of the evidence found, or null at level 0. */
  readonly evidence: string | null
  /** Revision of the corpus it was found at. */
  readonly revision: number
  /** Epoch ms. */
  readonly madeAt: number
}

export function speculationStatement(db: Kysely<Schema>, speculation: Speculation): Statement {
  const { scope, policy, question, level, evidence, revision, madeAt } = speculation
  const row = { scope, policy, question, level, evidence, revision, made_at: madeAt }
  return statement(
    db
      .insertInto('speculations')
      .values(row)
      .onConflict((conflict) => conflict.columns(['scope', 'policy', 'question']).doUpdateSet(row)),
  )
}

/** Of questions that have a verified answer by now. */
export function dropSpeculationsStatement(db: Kysely<Schema>, scope: ScopeId, policy: string, questions: readonly string[]): Statement {
  return statement(db.deleteFrom('speculations').where('scope', '=', scope).where('policy', '=', policy).where('question', 'in', questions))
}

/**
 * How far each question stands: evidence counts while the corpus is as it was, a draft while it is served. What an ask left
 * behind is a draft like one made asleep: only its verification is still to be paid for.
 */
export async function loadStanding(db: Kysely<Schema>, scope: ScopeId, policy: string): Promise<ReadonlyMap<string, Standing>> {
  const corpus = await corpusRevision(db, scope)
  const standing = new Map<string, Standing>()
  const made = await db
    .selectFrom('speculations')
    .select(['question', 'level', 'revision'])
    .where('scope', '=', scope)
    .where('policy', '=', policy)
    .execute()
  for (const { question, level, revision } of made)
    standing.set(question, { level: level >= 1 && revision === corpus ? 1 : 0, isContinued: true })
  const drafts = await db
    .selectFrom('entries')
    .select(['question', 'model'])
    .where('scope', '=', scope)
    .where('policy', '=', policy)
    .where('kind', '=', 'answer')
    .where('status', '=', 'candidate')
    .where('state', '=', 'fresh')
    .execute()
  for (const { question, model } of drafts) standing.set(question, { level: 2, isContinued: model !== null })
  return standing
}
