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

/** A distillate as it is stored: fresh, since it is being made. */
export function distillateRow(write: DistillateWrite): Selectable<DistillatesTable> {
  return {
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
}

export function putDistillateStatement(db: Kysely<Schema>, write: DistillateWrite): Statement {
  const row = distillateRow(write)
  return statement(
    db
      .insertInto('distillates')
      .values(row)
      .onConflict((conflict) => conflict.columns(['scope', 'distillate']).doUpdateSet(row)),
  )
}

/** Distillates of one level, by subject; without those of deleted documents, which sleep. */
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
    .where('state', '!=', 'dormant')
    .orderBy('subject')
    .execute()
  return new Map(rows.map((row) => [row.subject, row]))
}

/** Distillates of these subjects, by subject; without those of deleted documents, which sleep. */
export async function distillatesAt(
  db: Kysely<Schema>,
  scope: ScopeId,
  level: DistillateLevel,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, Selectable<DistillatesTable>>> {
  const found = new Map<string, Selectable<DistillatesTable>>()
  const ids = subjects.map((subject) => distillateId(scope, level, subject))
  for (let at = 0; at < ids.length; at += 400) {
    const rows = await db
      .selectFrom('distillates')
      .selectAll()
      .where('scope', '=', scope)
      .where('distillate', 'in', ids.slice(at, at + 400))
      .where('state', '!=', 'dormant')
      .execute()
    for (const row of rows) found.set(row.subject, row)
  }
  return found
}
