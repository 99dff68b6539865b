import { type CompiledQuery, type Kysely, sql } from 'kysely'
import type { ScopeId } from '../spec/ids.ts'
import { thisRevision } from '../spec/revision.ts'
import type { Schema } from '../spec/schema.ts'
import { type Expectation, type Statement, statement } from '../spec/store.ts'
import type { Gate, GateCount } from './labels/gate.ts'

/** Every class of question is also counted under this one: closed, it closes all. */
export const everyClass = ''

/** The gates of a scope by class; a class without a row is open and has counted nothing. */
export async function gatesOf(db: Kysely<Schema>, scope: ScopeId): Promise<ReadonlyMap<string, Gate>> {
  const rows = await db.selectFrom('gates').selectAll().where('scope', '=', scope).orderBy('class').execute()
  return new Map(
    rows.map((row) => {
      const count = JSON.parse(row.monitor) as GateCount
      return [row.class, { class: row.class, state: row.state, reason: row.reason, at: row.at, count }]
    }),
  )
}

/** Classes whose near matches are judged anew or read live instead of served; {@link everyClass} among them means all. */
export async function closedClasses(db: Kysely<Schema>, scope: ScopeId): Promise<ReadonlySet<string>> {
  const query = closed.get(db) ?? compileClosed(db)
  closed.set(db, query)
  const { rows } = await db.executeQuery<{ class: string }>({ ...query, parameters: [scope] })
  return rows.length === 0 ? none : new Set(rows.map((row) => row.class))
}

/** Whether near matches of a class are served straight. */
export function isGateOpen(closed: ReadonlySet<string>, questionClass: string): boolean {
  return !closed.has(everyClass) && !closed.has(questionClass)
}

/** Writes a gate. The transaction must bump the scope's revision before it, so that askers hear of it. */
export function putGateStatement(db: Kysely<Schema>, scope: ScopeId, gate: Gate): Statement {
  const row = {
    state: gate.state,
    reason: gate.reason,
    monitor: JSON.stringify(gate.count),
    at: gate.at,
    revision: thisRevision(scope),
  }
  return statement(
    db
      .insertInto('gates')
      .values({ scope, class: gate.class, ...row })
      .onConflict((conflict) => conflict.columns(['scope', 'class']).doUpdateSet(row)),
  )
}

/** Refuses a transaction where another has moved this gate since it was read. */
export function expectGate(db: Kysely<Schema>, scope: ScopeId, questionClass: string, gate: Gate | undefined): Expectation {
  const query = db.selectFrom('gates').select('monitor').where('scope', '=', scope).where('class', '=', questionClass)
  return { statement: statement(query), equals: gate === undefined ? null : JSON.stringify(gate.count) }
}

const none: ReadonlySet<string> = new Set()
// Read on every ask that comes near something.
const closed = new WeakMap<Kysely<Schema>, CompiledQuery<{ class: string }>>()

function compileClosed(db: Kysely<Schema>): CompiledQuery<{ class: string }> {
  return db
    .selectFrom('gates')
    .select('class')
    .where('scope', '=', '')
    .where('state', '=', sql.lit('closed' as const))
    .compile()
}
