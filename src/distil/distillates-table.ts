import type { Kysely, Selectable } from 'kysely'
import { digest } from '../spec/digest.ts'
import type { DistillateId, ScopeId } from '../spec/ids.ts'
import type { DistillatesTable, Schema } from '../spec/schema.ts'
import { type Statement, statement } from '../spec/store.ts'

export type DistillateLevel = 'file' | 'module' | 'topic'

export interface DistillateWrite {
  readonly scope: ScopeId
  readonly level: DistillateLevel
  readonly subject: string
  readonly label: string
  readonly headline: string
  readonly claims: readonly string[]
  /** Digest of everything it was shown; equal input needs no remake. */
  readonly input: string
  readonly recipe: string
  readonly madeAt: number
}

export function distillateId(scope: ScopeId, level: DistillateLevel, subject: string): DistillateId {
  return digest('distillate', scope, level, subject) as string as DistillateId
}

export function putDistillateStatement(db: Kysely<Schema>, write: DistillateWrite): Statement {
  const row = {
    scope: write.scope,
    distillate: distillateId(write.scope, write.level, write.subject),
    level: write.level,
    subject: write.subject,
    label: write.label,
    headline: write.headline,
    claims: JSON.stringify(write.claims),
    input: write.input,
    recipe: write.recipe,
    state: 'fresh',
    made_at: write.madeAt,
  }
  return statement(
    db
      .insertInto('distillates')
      .values(row)
      .onConflict((conflict) => conflict.columns(['scope', 'distillate']).doUpdateSet(row)),
  )
}

/** All distillates of one level, by subject. */
export async function distillatesOf(
  db: Kysely<Schema>,
  scope: ScopeId,
  level: DistillateLevel,
): Promise<ReadonlyMap<string, Selectable<DistillatesTable>>> {
  const rows = await db
    .selectFrom('distillates')
    .selectAll()
    .where('scope', '=', scope)
    .where('level', '=', level)
    .orderBy('subject')
    .execute()
  return new Map(rows.map((row) => [row.subject, row]))
}
