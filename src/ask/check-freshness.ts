import type { CompiledQuery, Kysely } from 'kysely'
import { textDigests } from '../corpus/passage-digests.ts'
import { exactRungs } from '../lineage/rungs/cutoff.ts'
import { followQuote } from '../lineage/rungs/follow-quote.ts'
import type { PassageText } from '../lineage/rungs/passage-text.ts'
import { quotesUnmoved } from '../lineage/rungs/quotes-unmoved.ts'
import type { AnswerBody } from '../spec/answer.ts'
import type { Quote } from '../spec/claim.ts'
import type { Digest } from '../spec/digest.ts'
import type { PassageId, ScopeId } from '../spec/ids.ts'
import type { PassageKind } from '../spec/parser.ts'
import type { Schema } from '../spec/schema.ts'
import type { Overlay, PassagePlace } from './overlay.ts'

/** Passages of one read. */
const slice = 400

/** The current place of each cited passage: of the changed files as they are now, of all others as stored. */
export async function placesOf(
  db: Kysely<Schema>,
  scope: ScopeId,
  body: AnswerBody,
  overlay: Overlay,
): Promise<ReadonlyMap<PassageId, PassagePlace>> {
  const places = new Map<PassageId, PassagePlace>()
  const stored: PassageId[] = []
  for (const { passage } of body.quotes) {
    const place = overlay.passages.get(passage)
    if (place !== undefined) places.set(passage, place)
    else if (!stored.includes(passage)) stored.push(passage)
  }
  for (let at = 0; at < stored.length; at += slice) {
    for (const row of await storedPlaces(db, scope, stored.slice(at, at + slice))) {
      const hidden = overlay.hiddenDocuments.has(row.document)
      places.set(row.passage as PassageId, {
        passage: row.passage as PassageId,
        document: row.document,
        path: row.path,
        version: hidden ? null : row.version,
        startLine: row.start_line,
        kind: row.kind,
        language: row.language,
        placeDigest: row.place_digest,
        text: row.text ?? '',
      })
    }
  }
  return places
}

interface PlaceRow {
  readonly passage: string
  readonly document: string
  readonly path: string
  readonly version: string | null
  readonly start_line: number
  readonly kind: PassageKind
  readonly language: string | null
  readonly place_digest: string
  readonly text: string | null
}

// Every hit runs it: building it anew costs more than running it. By the number of passages, in powers of two.
const compiled = new WeakMap<Kysely<Schema>, Map<number, CompiledQuery<PlaceRow>>>()

async function storedPlaces(db: Kysely<Schema>, scope: ScopeId, passages: readonly PassageId[]): Promise<readonly PlaceRow[]> {
  const [first] = passages
  if (first === undefined) return []
  const count = Math.min(slice, 2 ** Math.ceil(Math.log2(passages.length)))
  const known = compiled.get(db) ?? new Map<number, CompiledQuery<PlaceRow>>()
  compiled.set(db, known)
  const query = known.get(count) ?? compilePlaces(db, count)
  known.set(count, query)
  const padding = new Array<PassageId>(count - passages.length).fill(first)
  const { rows } = await db.executeQuery<PlaceRow>({ ...query, parameters: [scope, ...passages, ...padding] })
  return rows
}

function compilePlaces(db: Kysely<Schema>, count: number): CompiledQuery<PlaceRow> {
  return db
    .selectFrom('passages')
    .innerJoin('documents', (join) =>
      join.onRef('documents.scope', '=', 'passages.scope').onRef('documents.document', '=', 'passages.document'),
    )
    .leftJoin('versions', (join) => join.onRef('versions.scope', '=', 'passages.scope').onRef('versions.digest', '=', 'passages.version'))
    .select(['passages.passage', 'passages.document', 'documents.path', 'passages.version', 'passages.start_line'])
    .select(['passages.kind', 'passages.language', 'passages.place_digest', 'versions.text'])
    .where('passages.scope', '=', '')
    .where('passages.passage', 'in', new Array<string>(count).fill(''))
    .compile()
}

/** An answer as its sources have it now, with the places of its quotes, or why it may not be served. */
export type Currency = { readonly body: AnswerBody; readonly places: ReadonlyMap<PassageId, PassagePlace> } | { readonly stale: string }

/**
 * Compares an answer with its sources as they are: every quoted passage is at the version quoted, or still holds the
 * quoted words by one of the exact rungs, or a changed file holds them in another passage under the same heading; the
 * quote takes the place it has now. Names the first that does not.
 */
export async function compareWithSources(
  db: Kysely<Schema>,
  scope: ScopeId,
  body: AnswerBody,
  places: ReadonlyMap<PassageId, PassagePlace>,
  overlay: Overlay,
): Promise<Currency> {
  const quotes: Quote[] = []
  const found = new Map(places)
  for (const quote of body.quotes) {
    const place = places.get(quote.passage)
    if (place === undefined) return { stale: 'a cited passage is gone' }
    const now = place.version === quote.version ? { quote, place } : await followed(db, scope, quote, place, overlay)
    if (now === null || now.place.text.slice(now.quote.start, now.quote.end) !== now.quote.text) {
      return {
        stale: place.version === null ? `a cited passage is gone from ${place.path}` : `a cited passage of ${place.path} has changed`,
      }
    }
    quotes.push(now.quote)
    found.set(now.quote.passage, now.place)
  }
  return { body: { ...body, quotes }, places: found }
}

interface Found {
  readonly quote: Quote
  readonly place: PassagePlace
}

async function followed(db: Kysely<Schema>, scope: ScopeId, quote: Quote, place: PassagePlace, overlay: Overlay): Promise<Found | null> {
  const before = await db
    .selectFrom('versions')
    .select('text')
    .where('scope', '=', scope)
    .where('digest', '=', quote.version)
    .executeTakeFirst()
  if (before === undefined) return null
  const old = textAt({ ...place, version: quote.version, text: before.text })
  const stays = place.version === null ? null : followQuote(quote, old, textAt(place), exactRungs)
  if (stays !== null) return { quote: stays.quote, place }
  const beside = [...overlay.passages.values()].filter((one) => one.placeDigest === place.placeDigest && one.passage !== quote.passage)
  return (
    only(beside, (one) => (one.version === quote.version ? quote : null)) ??
    onlyIn(place.document, beside, (one) => quotesUnmoved(quote, old, textAt(one)))
  )
}

function onlyIn(document: string, places: readonly PassagePlace[], find: (place: PassagePlace) => Quote | null): Found | null {
  return only(
    places.filter((place) => place.document === document),
    find,
  )
}

/** What is found in exactly one of the passages. */
function only(places: readonly PassagePlace[], find: (place: PassagePlace) => Quote | null): Found | null {
  const found = places.flatMap((place) => {
    const quote = find(place)
    return quote === null ? [] : [{ quote: { ...quote, passage: place.passage }, place }]
  })
  return found.length === 1 ? (found[0] ?? null) : null
}

function textAt({ version, text, kind, language }: PassagePlace): PassageText {
  return { version: (version ?? '') as Digest, text, kind, language, normal: textDigests(kind, text).normal }
}
