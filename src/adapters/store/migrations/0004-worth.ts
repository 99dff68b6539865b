import type { Kysely } from 'kysely'
import type { ColumnTypes } from './column-types.ts'
import { inScope } from './in-scope.ts'
import { makeTable } from './table-maker.ts'

/** What says whether sleep is worth it: predictions and their yields, savings, approvals, batches, efforts. */
export async function worth(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  const noText = (table: string, column: string, text: string) =>
    db.schema
      .alterTable(table)
      .addColumn(column, types.text, (definition) => definition.notNull().defaultTo(text))
      .execute()
  await noText('ledger', 'channel', 'direct')
  await noText('ledger', 'predictor', '')
  await noText('ledger', 'region', '')
  await noText('ledger', 'question', '')
  await db.schema
    .alterTable('ledger')
    .addColumn('reasoning_tokens', types.integer, (definition) => definition.notNull().defaultTo(0))
    .execute()
  await db.schema.alterTable('records').addColumn('session', types.text).execute()
  for (const [column, type] of [
    ['changes', types.real],
    ['first_at', types.integer],
  ] as const) {
    await db.schema
      .alterTable('documents')
      .addColumn(column, type, (definition) => definition.notNull().defaultTo(0))
      .execute()
  }
  await makeTable(db, types, 'predictions', {
    columns: {
      ...({ scope: 'text', arm: 'text', question: 'text', text: 'text', region: 'text', probability: 'real' } as const),
      ...({ made_at: 'integer', expires_at: 'integer', asked_at: 'integer?', asks: 'integer' } as const),
    },
    primaryKey: ['scope', 'arm', 'question'],
    references: [inScope],
    indexes: [['scope', 'question']],
  })
  await makeTable(db, types, 'yields', {
    columns: { scope: 'text', predictor: 'text', region: 'text', trials: 'real', credits: 'real', as_of: 'integer' },
    primaryKey: ['scope', 'predictor', 'region'],
    references: [inScope],
    clustered: true,
  })
  // As records: an ask may name a scope that was never written.
  await makeTable(db, types, 'savings', {
    columns: {
      ...({ scope: 'text', ask: 'text', at: 'integer', day: 'text', served: 'text', entry: 'text', question: 'text' } as const),
      ...({ predictors: 'text', region: 'text', tokens: 'integer', micros: 'integer?', ms: 'real' } as const),
    },
    primaryKey: ['scope', 'ask'],
    indexes: [
      ['scope', 'at'],
      ['scope', 'question'],
    ],
  })
  // As savings: counted where an ask named a scope, and kept when records go.
  await makeTable(db, types, 'ask_days', {
    columns: { scope: 'text', day: 'text', asks: 'integer', hits: 'integer' },
    primaryKey: ['scope', 'day'],
  })
  await makeTable(db, types, 'approvals', {
    columns: { scope: 'text', entry: 'text', question: 'text', question_text: 'text', kind: 'text', body: 'text', approved_at: 'integer' },
    primaryKey: ['scope', 'entry'],
    references: [inScope],
  })
  await makeTable(db, types, 'batches', {
    columns: {
      ...({ scope: 'text', batch: 'text', channel: 'text', model: 'text', reference: 'text?', state: 'text', made_at: 'integer' } as const),
      ...({ submitted_at: 'integer?', expires_at: 'integer?', reason: 'text' } as const),
    },
    primaryKey: ['scope', 'batch'],
    references: [inScope],
  })
  await makeTable(db, types, 'batch_calls', {
    columns: {
      ...({ scope: 'text', call: 'text', batch: 'text', ledger: 'text', request: 'text', response: 'text?' } as const),
      ...({ state: 'text', reason: 'text', at: 'integer' } as const),
    },
    primaryKey: ['scope', 'call'],
    references: [inScope],
    indexes: [['scope', 'batch']],
  })
  await makeTable(db, types, 'efforts', {
    columns: {
      ...({
        scope: 'text',
        recipe: 'text',
        model: 'text',
        effort: 'text',
        checked: 'integer',
        worse: 'integer',
        better: 'integer',
      } as const),
      ...({ state: 'text', reason: 'text', at: 'integer' } as const),
    },
    primaryKey: ['scope', 'recipe', 'model', 'effort'],
    references: [inScope],
  })
  await makeTable(db, types, 'speculations', {
    columns: {
      ...({ scope: 'text', policy: 'text', question: 'text', level: 'integer', evidence: 'text?', revision: 'integer' } as const),
      made_at: 'integer',
    },
    primaryKey: ['scope', 'policy', 'question'],
    references: [inScope],
  })
  await db.schema.createIndex('ledger_by_scope_at').on('ledger').columns(['scope', 'at']).execute()
  // Covers the sums of the caps on days and months, which are read under the write lock.
  const counted = ['state', 'reserved_tokens', 'reserved_micros', 'input_tokens', 'output_tokens', 'micros']
  await db.schema
    .createIndex('ledger_by_day')
    .on('ledger')
    .columns(['day', 'scope', 'side', 'purpose', ...counted])
    .execute()
}
