import type { Kysely } from 'kysely'
import type { ColumnTypes } from './column-types.ts'
import { inScope } from './in-scope.ts'
import { makeTable } from './table-maker.ts'

/** What the match decision learns from and how it stands: labels, fits and gates, policies asked under, and what asks filed. */
export async function match(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await makeTable(db, types, 'labels', {
    columns: {
      ...({ scope: 'text', label: 'text', entry: 'text', alike: 'text', question: 'text', normalised: 'text' } as const),
      ...({ prepared_for: 'text', same: 'integer', source: 'text', class: 'text', features: 'text?', recipe: 'text' } as const),
      ...({ served: 'integer', ask: 'text?', at: 'integer' } as const),
    },
    primaryKey: ['scope', 'label'],
    references: [inScope],
    indexes: [
      ['scope', 'normalised'],
      ['scope', 'entry'],
    ],
    long: ['normalised'],
  })
  await makeTable(db, types, 'calibrations', {
    columns: {
      scope: 'text',
      version: 'integer',
      input: 'text',
      body: 'text',
      fitted_at: 'integer',
      active: 'integer',
      revision: 'integer',
    },
    primaryKey: ['scope', 'version'],
    references: [inScope],
  })
  await makeTable(db, types, 'gates', {
    columns: { scope: 'text', class: 'text', state: 'text', reason: 'text', monitor: 'text', at: 'integer', revision: 'integer' },
    primaryKey: ['scope', 'class'],
    references: [inScope],
  })
  // As records: an ask may name a scope that was never written.
  await makeTable(db, types, 'policies', {
    columns: { scope: 'text', policy: 'text', body: 'text', asked_count: 'integer', first_at: 'integer', last_at: 'integer' },
    primaryKey: ['scope', 'policy'],
  })
  // Every ask that files an answer counts what was filed since the last sleep, and looks for one answered alike.
  await db.schema.createIndex('entries_by_scope_status_made_at').on('entries').columns(['scope', 'status', 'made_at']).execute()
  await db.schema.createIndex('entries_by_scope_alike').on('entries').columns(['scope', 'alike']).execute()
  // Whoever holds the keys in memory reads those written since, page after page.
  await db.schema.createIndex('keys_by_scope_policy_revision_no').on('keys').columns(['scope', 'policy', 'revision', 'no']).execute()
  await db.schema.dropIndex('keys_by_scope_revision').execute()
}
