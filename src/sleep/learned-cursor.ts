import type { Kysely } from 'kysely'
import { z } from 'zod'
import { dayMs } from '../predict/predictors/time-spans.ts'
import type { ScopeId } from '../spec/ids.ts'
import type { Schema } from '../spec/schema.ts'
import { type Statement, statement } from '../spec/store.ts'

/** The last ask that was learned from, in the order of time and id. */
export interface LearnedCursor {
  readonly at: number
  readonly ask: string
}

const shape = z.object({ at: z.number(), ask: z.string() })

/**
 * Where learning goes on: after the last ask, but not before the first prediction that is out. Where the clock was set
 * back behind it, one day before now: a prediction that was asked is not settled twice, only some repeats may be counted again.
 */
export async function learnedCursor(
  db: Kysely<Schema>,
  scope: ScopeId,
  { first, now }: { readonly first: number; readonly now: number },
): Promise<LearnedCursor> {
  const row = await db.selectFrom('meta').select('value').where('key', '=', keyOf(scope)).executeTakeFirst()
  const stored = row === undefined ? null : parsed(row.value)
  // Ids are above '', so that an ask at that very time is still to come.
  const start: LearnedCursor = { at: first, ask: '' }
  if (stored === null) return start
  if (stored.at > now) return { at: Math.max(first, now - dayMs), ask: '' }
  return stored.at < first ? start : stored
}

/** Keeps where learning got to. */
export function putCursor(db: Kysely<Schema>, scope: ScopeId, cursor: LearnedCursor): Statement {
  const value = JSON.stringify(cursor)
  return statement(
    db
      .insertInto('meta')
      .values({ key: keyOf(scope), value })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value })),
  )
}

function keyOf(scope: ScopeId): string {
  return `learned:${scope}`
}

function parsed(text: string): LearnedCursor | null {
  try {
    return shape.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
