import type { Kysely } from 'kysely'
import type { ColumnTypes } from './column-types.ts'
import { inScope } from './in-scope.ts'
import { makeTable } from './table-maker.ts'

/** Questions, their entries and the keys entries are found by. */
export async function answerTables(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await makeTable(db, types, 'questions', {
    columns: {
      scope: 'text',
      question: 'text',
      text: 'text',
      normalised: 'text',
      origins: 'text',
      probability: 'real',
      region: 'text',
      about: 'text',
      pinned: 'integer',
      dropped: 'integer',
      asked_count: 'integer',
      missed_count: 'integer',
      created_at: 'integer',
      last_asked_at: 'integer?',
      skipped: 'text?',
    },
    primaryKey: ['scope', 'question'],
    references: [inScope],
    indexes: [['scope', 'normalised']],
    long: ['normalised'],
  })
  await makeTable(db, types, 'entries', {
    columns: {
      scope: 'text',
      entry: 'text',
      policy: 'text',
      conversation: 'text',
      question: 'text',
      question_text: 'text',
      kind: 'text',
      status: 'text',
      state: 'text',
      shape: 'text',
      body: 'text',
      alike: 'text',
      effort: 'text',
      verdict: 'text',
      prepared_by: 'text',
      region: 'text',
      prompt_tokens: 'integer',
      spend: 'text',
      model: 'text?',
      recipe: 'text',
      made_at: 'integer',
      served_count: 'integer',
      last_served_at: 'integer?',
      revision: 'integer',
    },
    primaryKey: ['scope', 'entry'],
    references: [inScope],
    indexes: [
      ['scope', 'question'],
      ['scope', 'revision'],
    ],
  })
  await makeTable(db, types, 'keys', {
    columns: {
      no: 'identity',
      scope: 'text',
      policy: 'text',
      entry: 'text',
      text: 'text',
      normalised: 'text',
      kind: 'text',
      vector: 'text',
      active: 'integer',
      revision: 'integer',
    },
    references: [{ columns: ['scope', 'entry'], table: 'entries', to: ['scope', 'entry'], onDelete: 'cascade' }],
    indexes: [
      ['scope', 'policy', 'normalised'],
      ['scope', 'entry'],
      ['scope', 'revision'],
    ],
    long: ['normalised'],
  })
}
