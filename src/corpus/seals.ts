import { sealFolders } from '../spec/folder-seal.ts'
import type { ScopeId } from '../spec/ids.ts'
import type { Source } from '../spec/source.ts'
import { type Expectation, type Statement, type Store, statement } from '../spec/store.ts'
import { changeSourceId } from './change-source-id.ts'
import { type CorpusContext, corpusRecipe } from './corpus-context.ts'
import type { KnownDocument } from './known-documents.ts'
import type { SyncReceipt } from './sync-receipt.ts'

/**
 * What a source's stored documents add up to, folder by folder, and the totals of the scope: a sweep that meets the same
 * seals has met the stored documents, one by one. Holds only for the documents it was made from: see {@link loadSeals}.
 */
export interface Seals extends SealVersion {
  readonly folders: ReadonlyMap<string, string>
  /** Live in the scope. */
  readonly documents: number
  readonly passages: number
  /** See `recentBoundary`, of everything there was. */
  readonly recentAfter: number | null
  /** What was skipped when everything was last looked at, and when that was, in the source's own time. */
  readonly skipped: SyncReceipt['skipped']
  readonly lookedAtS: number | null
}

/** The scope's revision and its documents, live and dormant, when the rows were read. */
export interface SealVersion {
  readonly revision: number
  readonly rows: number
}

interface StoredSeals extends Omit<Seals, 'folders'> {
  readonly recipe: string
  readonly folders: readonly (readonly [string, string])[]
}

const sealKey = (scope: ScopeId, source: string): string => `seals:${scope}:${source}`

/**
 * The seals of a source, or null where there are none or where a document of the scope was written or erased since, by
 * whomever: rows that changed and files that changed back could agree with an old seal.
 */
export async function loadSeals(
  { store, parser }: Pick<CorpusContext, 'store' | 'parser'>,
  source: Source,
  now: SealVersion,
): Promise<Seals | null> {
  const { scope, id } = source
  const row = await store.read.selectFrom('meta').select('value').where('key', '=', sealKey(scope, id)).executeTakeFirst()
  if (row === undefined) return null
  const stored = JSON.parse(row.value) as StoredSeals
  if (stored.recipe !== corpusRecipe(parser)) return null
  if (stored.rows !== now.rows || (stored.revision !== now.revision && (await writtenSince(store, scope, stored.revision)))) return null
  return { ...stored, folders: new Map(stored.folders) }
}

/** The scope's revision and rows now: taken before the rows are read that are to be sealed. */
export async function sealVersion(store: Store, scope: ScopeId): Promise<SealVersion> {
  const row = await store.read.selectFrom('scopes').select('revision').where('scope', '=', scope).executeTakeFirst()
  const count = await rowsOf(store, scope).executeTakeFirst()
  return { revision: row?.revision ?? 0, rows: Number(count?.count ?? 0) }
}

/** The seals of documents as stored: live ones made by the recipe. Any other is left out, so that its folder is looked at again. */
export function sealsOf(known: ReadonlyMap<string, KnownDocument>, recipe: string): ReadonlyMap<string, string> {
  return sealFolders([...known.values()].filter((one) => one.digest !== null && one.recipe === recipe))
}

/**
 * Keeps seals, unless a document was written since their version was taken. `isUpdate`: they continue others, and are not
 * kept where those were erased since.
 */
export async function saveSeals({ store, parser, fence }: CorpusContext, source: Source, seals: Seals, isUpdate: boolean): Promise<void> {
  const { scope, id } = source
  const stored: StoredSeals = { ...seals, recipe: corpusRecipe(parser), folders: [...seals.folders].sort(byFolder) }
  const value = JSON.stringify(stored)
  const insert = store.read
    .insertInto('meta')
    .values({ key: sealKey(scope, id), value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
  const expect: Expectation[] = [
    { statement: statement(newer(store, scope, seals.revision)), equals: 0 },
    { statement: statement(rowsOf(store, scope)), equals: seals.rows },
  ]
  if (isUpdate) {
    const kept = store.read.selectFrom('meta').select('key').where('key', '=', sealKey(scope, id))
    expect.push({ statement: statement(kept), equals: sealKey(scope, id) })
  }
  await store.write([statement(insert)], { expect, ...(fence === undefined ? {} : { fence }) })
}

/** Statement that erases a scope's seals, which name folders: for the transaction that forgets something of it. */
export function eraseSeals(store: Pick<Store, 'read'>, scope: ScopeId): Statement {
  const prefix = sealKey(scope, '')
  return statement(
    store.read.deleteFrom('meta').where(({ eb, fn, val }) => eb(fn('substr', ['key', val(1), val(prefix.length)]), '=', prefix)),
  )
}

async function writtenSince(store: Store, scope: ScopeId, revision: number): Promise<boolean> {
  const row = await newer(store, scope, revision).executeTakeFirst()
  return Number(row?.count ?? 0) > 0
}

function rowsOf(store: Store, scope: ScopeId) {
  return (
    store.read
      .selectFrom('documents')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('scope', '=', scope)
      // They are no part of what a walk compares.
      .where('source', '!=', changeSourceId)
  )
}

function newer(store: Store, scope: ScopeId, revision: number) {
  return rowsOf(store, scope).where('revision', '>', revision)
}

function byFolder([left]: readonly [string, string], [right]: readonly [string, string]): number {
  return left < right ? -1 : 1
}
