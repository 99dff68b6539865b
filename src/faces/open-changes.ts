import { type ChangeSource, createChangeSource } from '../adapters/sources/change-source.ts'
import { changeSourceId } from '../corpus/change-source-id.ts'
import type { CorpusContext } from '../corpus/corpus-context.ts'
import { changeDocumentsOf } from '../corpus/documents.ts'
import { type SyncOptions, sync } from '../corpus/sync.ts'
import { withinPlaces } from '../corpus/within-places.ts'
import { localOnlyPaths } from '../ledger/local-only.ts'
import type { Tombstones } from '../lineage/tombstones.ts'
import { withoutForgotten } from '../lineage/without-forgotten.ts'
import { changeDocuments } from '../predict/predictors/change-documents.ts'
import { digest } from '../spec/digest.ts'
import type { ScopeId } from '../spec/ids.ts'
import type { Commit } from '../spec/predictor.ts'
import type { Source } from '../spec/source.ts'
import { type Store, statement } from '../spec/store.ts'

export interface ChangesOptions {
  readonly store: Store
  readonly scope: ScopeId
  /** Absolute. */
  readonly folder: string
  /** Epoch ms. */
  readonly now: () => number
  readonly isOn: boolean
  /** Patterns of what no model may be shown. */
  readonly localOnly: readonly string[]
  /** As last read. */
  readonly tombstones: () => Tombstones
  /** What of the folder is walked; [] is all of it. */
  readonly paths: readonly string[]
}

/** What commits tell of one scope's folder: as documents, and as predictions go by it. */
export interface OpenChanges {
  readonly source: Source
  /** Without reading the log: documents that are not as they were count as gone. */
  readonly unread: Source
  /** Brings the documents up to the commit checked out and the day; true where any was written. Nothing to do costs no write. */
  sync(context: CorpusContext, options: Pick<SyncOptions, 'signal'>): Promise<boolean>
  /** The commits, and whether documents tell of them. */
  inputs(): Promise<{ readonly commits: readonly Commit[]; readonly hasChangeDocuments: boolean }>
}

/** Titles are looked up of so many files, those of the newest commits. */
const mostTitled = 400

/** Opens what the commits of the repository around a folder tell; outside one, and where it is switched off, that is nothing. */
export function openChanges(options: ChangesOptions): OpenChanges {
  const { store, scope, folder, now, isOn, tombstones } = options
  const isLocal = localOnlyPaths(options.localOnly)
  const isWalked = withinPlaces(options.paths.length === 0 ? null : options.paths.map((path) => ({ path, depth: 'all' })))
  const markKey = `changes:${scope}`

  const made: ChangeSource = createChangeSource({
    folder,
    id: changeSourceId,
    scope,
    now,
    isOn,
    make: async (commits, at) => changeDocuments({ commits, changes: await titled(store, scope, commits, at), now: at }),
    tellable: (commit) => {
      // Its subject may tell what is in them.
      if (commit.paths.some((path) => tombstones().hasPath(path) || isLocal(path))) return null
      const paths = commit.paths.filter(isWalked)
      return paths.length === 0 ? null : { ...commit, paths }
    },
    tellableVersion: () => digest('tellable', tombstones().version(), ...options.localOnly, '', ...options.paths),
    stored: async () => ({ validator: await mark(), documents: await changeDocumentsOf(store, scope) }),
  })
  const source = withoutForgotten(made, tombstones)

  return {
    source,
    unread: withoutForgotten(made.unread, tombstones),
    async sync(context, call) {
      const wanted = await made.validator()
      const before = await mark()
      if (wanted === before) return false
      const { documents } = await sync(context, source, call)
      if (store.writable.ok && (wanted === null || (await made.isWhole()))) await setMark(wanted, context)
      return documents.added + documents.changed + documents.removed + documents.moved > 0
    },
    async inputs() {
      const commits = await made.commits()
      return { commits, hasChangeDocuments: commits.length > 0 && (await changeDocumentsOf(store, scope)).length > 0 }
    },
  }

  /** What the stored documents were made from; null where there are none to speak of. */
  async function mark(): Promise<string | null> {
    return (await store.read.selectFrom('meta').select('value').where('key', '=', markKey).executeTakeFirst())?.value ?? null
  }

  async function setMark(value: string | null, { fence }: CorpusContext): Promise<void> {
    const write =
      value === null
        ? statement(store.read.deleteFrom('meta').where('key', '=', markKey))
        : statement(
            store.read
              .insertInto('meta')
              .values({ key: markKey, value })
              .onConflict((conflict) => conflict.column('key').doUpdateSet({ value })),
          )
    await store.write([write], fence === undefined ? {} : { fence })
  }
}

/** The titles of documents that commits touched. */
async function titled(store: Store, scope: ScopeId, commits: readonly Commit[], at: number) {
  const paths = [...new Set(commits.flatMap((commit) => commit.paths))].slice(0, mostTitled)
  if (paths.length === 0) return []
  const rows = await store.read
    .selectFrom('documents')
    .select(['path', 'title'])
    .where('scope', '=', scope)
    .where('source', '!=', changeSourceId)
    .where('state', '=', 'live')
    .where('path', 'in', paths)
    .orderBy('path')
    .execute()
  return rows.map(({ path, title }) => ({ at, path, title, isNew: false, passages: [] }))
}
