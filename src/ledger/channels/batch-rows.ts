import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { CapturedCall } from '../../spec/channel.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { Schema } from '../../spec/schema.ts'
import type { BatchCallsTable, BatchesTable } from '../../spec/schema-worth.ts'
import { type Expectation, type Statement, statement } from '../../spec/store.ts'

export type BatchRow = BatchesTable
export type BatchCallRow = BatchCallsTable

const requestShape = z.object({ path: z.string(), body: z.string(), beta: z.string() })

/** What a call is named by among the results of its batch: the batch too, as a call may be in several, one after another. */
export function lineId(batch: string, call: string): string {
  return `${batch}-${call}`
}

export function requestText({ path, body, beta }: CapturedCall): string {
  return JSON.stringify({ path, body, beta })
}

export function requestOf(text: string): CapturedCall {
  return requestShape.parse(JSON.parse(text))
}

/** Batches of a model in one of the states, the oldest first. */
export async function batchesIn(
  db: Kysely<Schema>,
  { scope, model }: { readonly scope: ScopeId; readonly model: string },
  states: readonly BatchRow['state'][],
): Promise<readonly BatchRow[]> {
  const own = db.selectFrom('batches').selectAll().where('scope', '=', scope).where('model', '=', model)
  return await own.where('state', 'in', states).orderBy('made_at').orderBy('batch').execute()
}

/** Calls of a batch that wait for their answer, in the order of their lines. */
export async function waitingCalls(db: Kysely<Schema>, scope: ScopeId, batch: string): Promise<readonly BatchCallRow[]> {
  const own = db.selectFrom('batch_calls').selectAll().where('scope', '=', scope).where('batch', '=', batch)
  return await own.where('state', '=', 'waiting').orderBy('call').execute()
}

export async function batchCall(db: Kysely<Schema>, scope: ScopeId, call: string): Promise<BatchCallRow | undefined> {
  return await db.selectFrom('batch_calls').selectAll().where('scope', '=', scope).where('call', '=', call).executeTakeFirst()
}

export function openBatchStatement(db: Kysely<Schema>, row: BatchRow): Statement {
  return statement(
    db
      .insertInto('batches')
      .values(row)
      .onConflict((conflict) => conflict.doNothing()),
  )
}

/** Adds a call, in the place of one that came to nothing. */
export function addCallStatement(db: Kysely<Schema>, row: BatchCallRow): Statement {
  const { scope: _, call: __, ...rest } = row
  return statement(
    db
      .insertInto('batch_calls')
      .values(row)
      .onConflict((conflict) => conflict.columns(['scope', 'call']).doUpdateSet(rest)),
  )
}

/** Changes a call, but only while it still waits for the answer of this batch. */
export function endCallStatement(db: Kysely<Schema>, row: BatchCallRow, end: Partial<BatchCallRow>): Statement {
  const own = db.updateTable('batch_calls').set(end).where('scope', '=', row.scope).where('call', '=', row.call)
  return statement(own.where('batch', '=', row.batch).where('state', '=', 'waiting'))
}

export function dropCallStatement(db: Kysely<Schema>, { scope, call, state }: BatchCallRow): Statement {
  return statement(db.deleteFrom('batch_calls').where('scope', '=', scope).where('call', '=', call).where('state', '=', state))
}

export function markUsedStatement(db: Kysely<Schema>, { scope, call }: BatchCallRow): Statement {
  const own = db.updateTable('batch_calls').set({ state: 'used' }).where('scope', '=', scope).where('call', '=', call)
  return statement(own.where('state', '=', 'answered'))
}

export function setBatchStatement(db: Kysely<Schema>, { scope, batch }: BatchRow, change: Partial<BatchRow>): Statement {
  return statement(db.updateTable('batches').set(change).where('scope', '=', scope).where('batch', '=', batch))
}

/** Holds while the batch is in the state it was read in. */
export function stillIn(db: Kysely<Schema>, { scope, batch, state }: BatchRow): Expectation {
  const own = db.selectFrom('batches').select('state').where('scope', '=', scope).where('batch', '=', batch)
  return { statement: statement(own), equals: state }
}

/** Requests hold what documents say; once they are sent nobody needs them. */
export function forgetRequestsStatement(db: Kysely<Schema>, { scope, batch }: BatchRow): Statement {
  return statement(db.updateTable('batch_calls').set({ request: '' }).where('scope', '=', scope).where('batch', '=', batch))
}
