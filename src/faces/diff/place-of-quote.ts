import type { Kysely } from 'kysely'
import type { Quote } from '../../spec/claim.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { Schema } from '../../spec/schema.ts'
import type { DiffQuote } from './diff-view.ts'
import { quotePlace } from './quote-place.ts'

/** Where a quotation stands in what is stored; its words alone where its passage is gone from there too. */
export function placeOfQuote(db: Kysely<Schema>, scope: ScopeId): (quote: Quote) => Promise<DiffQuote | null> {
  return async (quote) => {
    const row = await db
      .selectFrom('passages')
      .innerJoin('documents', (join) =>
        join.onRef('documents.scope', '=', 'passages.scope').onRef('documents.document', '=', 'passages.document'),
      )
      .innerJoin('versions', (join) =>
        join.onRef('versions.scope', '=', 'passages.scope').onRef('versions.digest', '=', 'passages.last_version'),
      )
      .select(['documents.path', 'passages.start_line as startLine', 'versions.text'])
      .where('passages.scope', '=', scope)
      .where('passages.passage', '=', quote.passage)
      .executeTakeFirst()
    return row === undefined ? null : quotePlace(row, quote.start, quote.end)
  }
}
