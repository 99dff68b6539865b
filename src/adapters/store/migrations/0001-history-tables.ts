import type { Kysely } from 'kysely'
import type { ColumnTypes } from './column-types.ts'
import { makeTable } from './table-maker.ts'

/**
 * What happened: asks, spending, runs, failures, what was forgotten, leases. None refers to the scope's row: an ask may name a scope that
 * was never written, and money spent stays spent when a scope is forgotten.
 */
export async function historyTables(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await makeTable(db, types, 'records', {
    columns: {
      scope: 'text',
      ask: 'text',
      at: 'integer',
      question: 'text',
      served: 'text',
      entry: 'text?',
      prepared_by: 'text?',
      answer: 'text',
      decision: 'text',
    },
    primaryKey: ['scope', 'ask'],
    indexes: [['scope', 'at']],
  })
  await makeTable(db, types, 'ledger', {
    columns: {
      id: 'text',
      scope: 'text',
      at: 'integer',
      day: 'text',
      cause: 'text',
      side: 'text',
      purpose: 'text',
      model: 'text',
      state: 'text',
      reserved_tokens: 'integer',
      reserved_micros: 'integer?',
      input_tokens: 'integer',
      cached_tokens: 'integer',
      output_tokens: 'integer',
      micros: 'integer?',
    },
    primaryKey: ['id'],
    indexes: [['scope', 'day'], ['cause']],
  })
  await makeTable(db, types, 'runs', {
    columns: {
      scope: 'text',
      run: 'text',
      kind: 'text',
      state: 'text',
      started_at: 'integer',
      ended_at: 'integer?',
      receipt: 'text',
    },
    primaryKey: ['scope', 'run'],
    indexes: [['scope', 'started_at']],
  })
  await makeTable(db, types, 'quarantine', {
    columns: { scope: 'text', item: 'text', stage: 'text', reason: 'text', attempts: 'integer', at: 'integer' },
    primaryKey: ['scope', 'item', 'stage'],
  })
  await makeTable(db, types, 'tombstones', {
    columns: { scope: 'text', hash: 'text', kind: 'text', at: 'integer' },
    primaryKey: ['scope', 'hash'],
  })
  await makeTable(db, types, 'leases', {
    columns: { name: 'text', holder: 'text', fence: 'integer', expires_at: 'integer' },
    primaryKey: ['name'],
    clustered: true,
  })
}
