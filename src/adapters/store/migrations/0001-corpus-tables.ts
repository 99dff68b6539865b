import type { Kysely } from 'kysely'
import type { ColumnTypes } from './column-types.ts'
import { inScope } from './in-scope.ts'
import { makeTable } from './table-maker.ts'

/** Scopes, sources and what is read from them. */
export async function corpusTables(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await makeTable(db, types, 'meta', { columns: { key: 'text', value: 'text' }, primaryKey: ['key'], clustered: true })
  await makeTable(db, types, 'scopes', {
    columns: { no: 'identity', scope: 'text', revision: 'integer', created_at: 'integer' },
    unique: [['scope']],
  })
  await makeTable(db, types, 'sources', {
    columns: { scope: 'text', source: 'text', kind: 'text', root: 'text', paths: 'text', walked_at: 'integer?' },
    primaryKey: ['scope', 'source'],
    references: [inScope],
    clustered: true,
  })
  await makeTable(db, types, 'documents', {
    columns: {
      scope: 'text',
      document: 'text',
      source: 'text',
      path: 'text',
      digest: 'text?',
      validator: 'text',
      title: 'text?',
      format: 'text',
      language: 'text?',
      size: 'integer',
      modified_at: 'real',
      rank: 'real',
      state: 'text',
      recipe: 'text',
      projection: 'text?',
      content: 'text?',
      links: 'text',
      committed_at: 'integer',
      revision: 'integer',
    },
    primaryKey: ['scope', 'document'],
    references: [inScope],
    indexes: [
      ['scope', 'path'],
      ['scope', 'source'],
      ['scope', 'revision'],
    ],
    long: ['path'],
  })
  await makeTable(db, types, 'versions', {
    columns: { scope: 'text', digest: 'text', normal: 'text', text: 'text' },
    primaryKey: ['scope', 'digest'],
    references: [inScope],
  })
  await makeTable(db, types, 'passages', {
    columns: {
      no: 'identity',
      scope: 'text',
      passage: 'text',
      document: 'text',
      ordinal: 'integer',
      version: 'text?',
      last_version: 'text',
      kind: 'text',
      language: 'text?',
      place: 'text',
      place_digest: 'text',
      start_line: 'integer',
      end_line: 'integer',
      start_offset: 'integer',
      symbol: 'text?',
      revision: 'integer',
    },
    unique: [['scope', 'passage']],
    references: [
      { columns: ['scope', 'document'], table: 'documents', to: ['scope', 'document'], onDelete: 'cascade' },
      { columns: ['scope', 'version'], table: 'versions', to: ['scope', 'digest'], onDelete: 'restrict' },
    ],
    indexes: [
      ['scope', 'document'],
      ['scope', 'revision'],
      ['scope', 'version'],
      ['scope', 'last_version'],
    ],
  })
  await makeTable(db, types, 'units', {
    columns: {
      scope: 'text',
      passage: 'text',
      ordinal: 'integer',
      start_offset: 'integer',
      end_offset: 'integer',
      text: 'text?',
      vector: 'text?',
    },
    primaryKey: ['scope', 'passage', 'ordinal'],
    references: [{ columns: ['scope', 'passage'], table: 'passages', to: ['scope', 'passage'], onDelete: 'cascade' }],
    indexes: [['scope', 'vector']],
    clustered: true,
  })
  await makeTable(db, types, 'vectors', {
    columns: { scope: 'text', embedder: 'text', digest: 'text', vector: 'blob', revision: 'integer' },
    primaryKey: ['scope', 'embedder', 'digest'],
    references: [inScope],
    indexes: [['scope', 'revision']],
  })
}
