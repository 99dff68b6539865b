import type { Digest } from '../spec/digest.ts'
import type { DocumentId, ScopeId, SourceId } from '../spec/ids.ts'
import type { Place } from '../spec/source.ts'
import type { Store } from '../spec/store.ts'
import { nextTurn } from './next-turn.ts'
import { withinPlaces } from './within-places.ts'

/** What a sync or an ask compares a source's listing with. */
export interface KnownDocument {
  readonly id: DocumentId
  readonly path: string
  readonly validator: string
  /** Digest of the bytes; null while the document is dormant. */
  readonly digest: Digest | null
  readonly recipe: string
}

const pageSize = 1000

/** Places that are looked for one by one; where there are more, every document is read. */
const mostPlaces = 100
/** Paths of one query. */
const pathSlice = 400

/** Every document a source ever had, live or dormant, by path. Reads in pages, so that no read holds the thread. */
export async function knownDocuments(store: Store, scope: ScopeId, source: SourceId): Promise<ReadonlyMap<string, KnownDocument>> {
  const known = new Map<string, KnownDocument>()
  for (let after = ''; ; ) {
    const page = await rows(store, scope)
      .where('source', '=', source)
      .where('document', '>', after)
      .orderBy('document')
      .limit(pageSize)
      .execute()
    for (const row of page) known.set(row.path, toKnown(row))
    const last = page.at(-1)
    if (last === undefined || page.length < pageSize) return known
    after = last.document
    await nextTurn()
  }
}

/** Of the documents a source ever had those at some places, by path; null is everywhere. `present` are paths known to be there. */
export async function knownWithin(
  store: Store,
  scope: ScopeId,
  source: SourceId,
  places: readonly Place[] | null,
  present: ReadonlySet<string> | ReadonlyMap<string, unknown>,
): Promise<ReadonlyMap<string, KnownDocument>> {
  if (places === null) return knownDocuments(store, scope, source)
  const isWithin = withinPlaces(places)
  const folders = [...new Set(places.map((place) => place.path))]
  if (folders.length > mostPlaces || places.some((place) => place.path === '' && place.depth === 'all')) {
    return new Map([...(await knownDocuments(store, scope, source))].filter(([path]) => isWithin(path)))
  }
  const known = new Map<string, KnownDocument>()
  const take = (row: KnownRow) => {
    if (row.source === source && isWithin(row.path)) known.set(row.path, toKnown(row))
  }
  for (const folder of folders) await eachUnder(store, scope, folder, take)
  const exact = [...new Set([...present.keys(), ...folders])].filter((path) => !known.has(path))
  for (let at = 0; at < exact.length; at += pathSlice) {
    const some = exact.slice(at, at + pathSlice)
    for (const row of await rows(store, scope).where('path', 'in', some).execute()) take(row)
    await nextTurn()
  }
  return known
}

/** Goes over the documents under a folder by its range of paths: text is compared byte by byte in every engine. '' is the root's own. */
async function eachUnder(store: Store, scope: ScopeId, folder: string, take: (row: KnownRow) => void): Promise<void> {
  // The source is not asked for: its index would be taken instead of that of the paths.
  const all = rows(store, scope).orderBy('path').limit(pageSize)
  for (let from = folder === '' ? '' : `${folder}/`; ; ) {
    const page = await (folder === '' ? all.where('path', 'not like', '%/%') : all.where('path', '<', `${folder}0`))
      .where('path', '>=', from)
      .execute()
    for (const row of page) take(row)
    const last = page.at(-1)
    if (last === undefined || page.length < pageSize) return
    // Two sources can have a document of one path.
    from = last.path
    await nextTurn()
  }
}

type KnownRow = Awaited<ReturnType<ReturnType<typeof rows>['execute']>>[number]

function rows(store: Store, scope: ScopeId) {
  return store.read
    .selectFrom('documents')
    .select(['document', 'source', 'path', 'validator', 'digest', 'recipe'])
    .where('scope', '=', scope)
}

function toKnown({ document, path, validator, digest, recipe }: KnownRow): KnownDocument {
  return { id: document as DocumentId, path, validator, recipe, digest: digest as Digest | null }
}

/** What the store has of one path by now, or null where the source never had it. */
export async function knownDocument(store: Store, scope: ScopeId, source: SourceId, path: string): Promise<KnownDocument | null> {
  const row = await store.read
    .selectFrom('documents')
    .select(['document', 'validator', 'digest', 'recipe'])
    .where('scope', '=', scope)
    .where('source', '=', source)
    .where('path', '=', path)
    .executeTakeFirst()
  if (row === undefined) return null
  return { id: row.document as DocumentId, path, validator: row.validator, digest: row.digest as Digest | null, recipe: row.recipe }
}
