import type { Kysely } from 'kysely'
import type { ColumnTypes } from './column-types.ts'
import { inScope } from './in-scope.ts'
import { makeTable, type Reference } from './table-maker.ts'

const ofDocument: Reference = { columns: ['scope', 'document'], table: 'documents', to: ['scope', 'document'], onDelete: 'cascade' }

/** What is made from the corpus: claims, distillates, topics, and what each artefact rests on. */
export async function knowledgeTables(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await makeTable(db, types, 'claims', {
    columns: {
      scope: 'text',
      claim: 'text',
      document: 'text',
      type: 'text',
      basis: 'text',
      stamp: 'text',
      subject: 'text',
      text: 'text',
      value: 'text?',
      salience: 'real',
      quotes: 'text',
      recipe: 'text',
      state: 'text',
      made_at: 'integer',
    },
    primaryKey: ['scope', 'claim'],
    references: [ofDocument],
    indexes: [
      ['scope', 'document'],
      ['scope', 'type'],
    ],
  })
  await makeTable(db, types, 'distillates', {
    columns: {
      scope: 'text',
      distillate: 'text',
      level: 'text',
      subject: 'text',
      label: 'text',
      headline: 'text',
      claims: 'text',
      input: 'text',
      recipe: 'text',
      state: 'text',
      made_at: 'integer',
    },
    primaryKey: ['scope', 'distillate'],
    references: [inScope],
    indexes: [['scope', 'level', 'subject']],
    long: ['subject'],
  })
  await makeTable(db, types, 'topic_members', {
    columns: { scope: 'text', topic: 'text', document: 'text', weight: 'real' },
    primaryKey: ['scope', 'topic', 'document'],
    references: [ofDocument],
    indexes: [['scope', 'document']],
    clustered: true,
  })
  await makeTable(db, types, 'evidence', {
    columns: {
      scope: 'text',
      artefact: 'text',
      artefact_kind: 'text',
      role: 'text',
      ordinal: 'integer',
      reference: 'text',
      version: 'text',
      place: 'text?',
    },
    primaryKey: ['scope', 'artefact', 'role', 'ordinal'],
    references: [inScope],
    indexes: [['scope', 'role', 'reference']],
    clustered: true,
  })
}
