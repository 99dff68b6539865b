import type { Kysely } from 'kysely'
import type { ColumnTypes } from './column-types.ts'
import { inScope } from './in-scope.ts'
import { makeTable } from './table-maker.ts'

/** What the match decision learns from and how it stands: labels, fits and gates. */
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
}
