import type { Kysely } from 'kysely'
import { rebaseQuote } from '../lineage/rebase-quote.ts'
import type { AnswerBody } from '../spec/answer.ts'
import type { Quote } from '../spec/claim.ts'
import type { Digest } from '../spec/digest.ts'
import type { PassageId, ScopeId } from '../spec/ids.ts'
import type { Schema } from '../spec/schema.ts'
import type { Overlay, PassagePlace } from './overlay.ts'

/** The current place of each cited passage: of the changed files as they are now, of all others as stored. */
export async function placesOf(
  db: Kysely<Schema>,
  scope: ScopeId,
  body: AnswerBody,
  overlay: Overlay,
): Promise<ReadonlyMap<PassageId, PassagePlace>> {
  const places = new Map<PassageId, PassagePlace>()
  const wanted = [...new Set(body.quotes.map((quote) => quote.passage))]
  const stored = wanted.filter((passage) => {
    const place = overlay.passages.get(passage)
    if (place !== undefined) places.set(passage, place)
    return place === undefined
  })
  if (stored.length === 0) return places
  for (let at = 0; at < stored.length; at += 400) {
    const rows = await db
      .selectFrom('passages')
      .innerJoin('documents', (join) =>
        join.onRef('documents.scope', '=', 'passages.scope').onRef('documents.document', '=', 'passages.document'),
      )
      .leftJoin('versions', (join) => join.onRef('versions.scope', '=', 'passages.scope').onRef('versions.digest', '=', 'passages.version'))
      .select(['passages.passage', 'passages.document', 'documents.path', 'passages.version', 'passages.start_line', 'versions.text'])
      .where('passages.scope', '=', scope)
      .where('passages.passage', 'in', stored.slice(at, at + 400))
      .execute()
    for (const row of rows) {
      const hidden = overlay.hiddenDocuments.has(row.document)
      places.set(row.passage as PassageId, {
        passage: row.passage as PassageId,
        document: row.document,
        path: row.path,
        version: hidden ? null : row.version,
        startLine: row.start_line,
        text: row.text ?? '',
      })
    }
  }
  return places
}

/** An answer as its sources have it now, or why it may not be served. */
export type Currency = { readonly body: AnswerBody } | { readonly stale: string }

/**
 * Compares an answer with its sources as they are: every quoted passage is at the version quoted, or still holds the
 * whole quoted sentence unchanged and once, whose place the quote then takes. Names the first that does not.
 */
export async function compareWithSources(
  db: Kysely<Schema>,
  scope: ScopeId,
  body: AnswerBody,
  places: ReadonlyMap<PassageId, PassagePlace>,
): Promise<Currency> {
  const quotes: Quote[] = []
  for (const quote of body.quotes) {
    const place = places.get(quote.passage)
    if (place === undefined || place.version === null)
      return { stale: `a cited passage is gone${place === undefined ? '' : ` from ${place.path}`}` }
    const now =
      place.version === quote.version ? quote : await followed(db, scope, quote, { version: place.version as Digest, text: place.text })
    if (now === null || place.text.slice(now.start, now.end) !== now.text) return { stale: `a cited passage of ${place.path} has changed` }
    quotes.push(now)
  }
  return { body: { ...body, quotes } }
}

async function followed(
  db: Kysely<Schema>,
  scope: ScopeId,
  quote: Quote,
  after: { readonly version: Digest; readonly text: string },
): Promise<Quote | null> {
  const before = await db
    .selectFrom('versions')
    .select('text')
    .where('scope', '=', scope)
    .where('digest', '=', quote.version)
    .executeTakeFirst()
  return before === undefined ? null : rebaseQuote(quote, before.text, after)
}
