import type { Kysely } from 'kysely'
import type { ColumnTypes } from './column-types.ts'
import { inScope } from './in-scope.ts'
import { makeTable } from './table-maker.ts'

/** What keeps artefacts true while sources change: watches, former bodies, paid results, and how changes ended. */
export async function lineage(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await db.schema.alterTable('evidence').addColumn('span', types.text).execute()
  await db.schema
    .createIndex('evidence_by_scope_artefact_kind_version')
    .on('evidence')
    .columns(['scope', 'artefact_kind', 'version'])
    .execute()
  await db.schema.createIndex('questions_by_scope_region').on('questions').columns(['scope', 'region']).execute()
  await db.schema.alterTable('entries').addColumn('soft_since', types.integer).execute()
  await db.schema
    .alterTable('entries')
    .addColumn('doubted', types.integer, (column) => column.notNull().defaultTo(0))
    .execute()
  await makeTable(db, types, 'watches', {
    columns: {
      scope: 'text',
      entry: 'text',
      vector: 'text?',
      embedder: 'text?',
      terms: 'text',
      passages: 'integer',
      k: 'integer',
      score: 'real',
      revision: 'integer',
    },
    primaryKey: ['scope', 'entry'],
    references: [{ columns: ['scope', 'entry'], table: 'entries', to: ['scope', 'entry'], onDelete: 'cascade' }],
    indexes: [['scope', 'revision']],
  })
  await makeTable(db, types, 'editions', {
    columns: { scope: 'text', edition: 'text', entry: 'text', question_text: 'text', origin: 'text', body: 'text', retired_at: 'integer' },
    primaryKey: ['scope', 'edition'],
    references: [inScope],
    indexes: [['scope', 'entry']],
  })
  await makeTable(db, types, 'memos', {
    columns: { scope: 'text', memo: 'text', skill: 'text', value: 'text', made_at: 'integer' },
    primaryKey: ['scope', 'memo'],
    references: [inScope],
  })
  await makeTable(db, types, 'verifications', {
    columns: { scope: 'text', artefact: 'text', artefact_kind: 'text', rung: 'text', cause: 'text', by: 'text', at: 'integer' },
    primaryKey: ['scope', 'artefact'],
    references: [inScope],
    clustered: true,
  })
}
