import { createFolderSource, type FolderSourceOptions } from '../adapters/sources/folder-source.ts'
import { createMemorySource } from '../adapters/sources/memory-source.ts'
import { resolvePaths } from '../adapters/sources/resolve-paths.ts'
import type { CorpusContext } from '../corpus/corpus-context.ts'
import { ensureScope } from '../corpus/scopes.ts'
import { saveSource, sourcesOf } from '../corpus/sources.ts'
import { type SyncOptions, sync } from '../corpus/sync.ts'
import type { SyncReceipt } from '../corpus/sync-receipt.ts'
import { reviveEditions } from '../lineage/editions/revive-editions.ts'
import { loadTombstones, type Tombstones } from '../lineage/tombstones.ts'
import { withoutForgotten } from '../lineage/without-forgotten.ts'
import { changeDocumentIds } from '../predict/predictors/change-documents.ts'
import type { ScopeId, SourceId } from '../spec/ids.ts'
import type { Source } from '../spec/source.ts'
import { type OpenChanges, openChanges } from './open-changes.ts'

/** How a folder is walked, so that another state of it can be walked alike. */
export interface FolderWalk {
  /** Absolute. */
  readonly folder: string
  readonly source: Source
  readonly walk: Omit<FolderSourceOptions, 'root' | 'clockFolder' | 'fileClock'>
  /** Leaves out what was forgotten. */
  readonly without: (source: Source) => Source
}

export const folderSourceId = 'folder' as SourceId
export const memorySourceId = 'memory' as SourceId

export interface CorpusOptions {
  readonly context: CorpusContext
  /** Absolute, or null where only pushed documents are read. */
  readonly folder: string | null
  /** The scope this opening writes; any other has a folder only where one was synced into it. */
  readonly own: ScopeId
  /** A folder on the same file system to read the file clock in, or null. */
  readonly clockFolder: string | null
  readonly ignore: readonly string[]
  readonly maxFileBytes: number | undefined
  /** Paths of the configuration; they win over what the last sync was given. */
  readonly paths: readonly string[] | undefined
  /** What is told of the commits of the repository the folder is in; absent: nothing. */
  readonly commits?: { readonly isOn: boolean; readonly localOnly: readonly string[] }
}

export interface ScopeSyncOptions extends SyncOptions {
  readonly paths?: readonly string[]
}

/** The sources of a folder's scopes and the sync over them. */
export interface OpenCorpus {
  /** The sources that can change by themselves: the folder with the paths of its last sync. */
  sourcesOf(scope: ScopeId): Promise<readonly Source[]>
  /** What commits tell, where a folder is read into the scope; null otherwise. */
  changesOf(scope: ScopeId): Promise<OpenChanges | null>
  /** How the folder is walked, for another state of it; null where no folder is read. */
  walkOf(scope: ScopeId): Promise<FolderWalk | null>
  /** Syncs the folder; `paths` replace what is walked from now on. */
  sync(scope: ScopeId, options: ScopeSyncOptions, context?: CorpusContext): Promise<SyncReceipt>
  /** Reads the tombstones again. */
  forgotten(scope: ScopeId): Promise<Tombstones>
  /** The paths of the folder that would be read if nothing had been forgotten. */
  readablePaths(scope: ScopeId): Promise<readonly string[]>
}

export function openCorpus(options: CorpusOptions): OpenCorpus {
  const { context, folder, own, clockFolder, ignore, maxFileBytes, paths: configured } = options
  const { store, clock } = context
  const sources = new Map<string, Source>()
  const changes = new Map<string, OpenChanges>()
  /** Paths as the folder's source was opened with last. */
  const walked = new Map<ScopeId, readonly string[]>()
  const tombstones = new Map<string, Tombstones>()
  const turns = new Map<string, Promise<void>>()

  async function forgotten(scope: ScopeId): Promise<Tombstones> {
    const loaded = await loadTombstones(store.read, scope)
    tombstones.set(scope, loaded)
    return loaded
  }

  async function folderSource(root: string, scope: ScopeId): Promise<Source> {
    const paths = await pathsOf(root, scope)
    walked.set(scope, paths)
    const key = [scope, ...paths].join('\n')
    const known = sources.get(key)
    if (known !== undefined) return known
    const none = tombstones.get(scope) ?? (await forgotten(scope))
    const open = withoutForgotten(wholeFolder(root, scope, paths), () => tombstones.get(scope) ?? none)
    sources.set(key, open)
    return open
  }

  async function changesIn(root: string, scope: ScopeId): Promise<OpenChanges | null> {
    if (options.commits === undefined) return null
    const paths = walked.get(scope) ?? (await pathsOf(root, scope))
    const key = [scope, ...paths].join('\n')
    const none = tombstones.get(scope) ?? (await forgotten(scope))
    const { isOn, localOnly } = options.commits
    const known =
      changes.get(key) ??
      openChanges({ store, scope, folder: root, now: clock.now, isOn, localOnly, tombstones: () => tombstones.get(scope) ?? none, paths })
    changes.set(key, known)
    return known
  }

  const wholeFolder = (root: string, scope: ScopeId, paths: readonly string[]): Source =>
    createFolderSource({
      root,
      id: folderSourceId,
      scope,
      paths,
      ignore,
      ...(clockFolder === null ? {} : { clockFolder }),
      ...(maxFileBytes === undefined ? {} : { maxFileBytes }),
    })

  async function pathsOf(root: string, scope: ScopeId): Promise<readonly string[]> {
    if (configured !== undefined) return resolvePaths(root, configured)
    return (await folderRow(scope))?.paths ?? []
  }

  const folderRow = async (scope: ScopeId) => (await sourcesOf(store, scope)).find((row) => row.id === folderSourceId)

  /** One sync of a scope at a time: two at once would each see half of a rename. */
  async function syncNow(scope: ScopeId, { paths, ...options }: ScopeSyncOptions, corpusContext: CorpusContext): Promise<SyncReceipt> {
    await forgotten(scope)
    if (folder === null) return synced(scope, createMemorySource({ store, id: memorySourceId, scope }), options, corpusContext)
    if (store.writable.ok) {
      await ensureScope(store, clock, scope)
      const wanted = configured ?? paths
      if (wanted !== undefined && wanted.length > 0) {
        await saveSource(store, scope, { id: folderSourceId, kind: 'folder', root: '', paths: resolvePaths(folder, wanted) })
      }
    }
    const receipt = await synced(scope, await folderSource(folder, scope), options, corpusContext)
    // After the files: what tells of commits names documents by their titles.
    const told = await changesIn(folder, scope)
    const wrote = await told?.sync(corpusContext, options.signal === undefined ? {} : { signal: options.signal })
    if (wrote === true) await revive(scope, corpusContext)
    return receipt
  }

  /** Former answers whose texts a change brought back are served again at once. */
  async function synced(scope: ScopeId, source: Source, options: SyncOptions, corpusContext: CorpusContext): Promise<SyncReceipt> {
    const receipt = await sync(corpusContext, source, options)
    const { added, changed, removed, moved } = receipt.documents
    if (added + changed + removed + moved > 0) await revive(scope, corpusContext)
    return receipt
  }

  async function revive(scope: ScopeId, { fence }: CorpusContext): Promise<void> {
    if (store.writable.ok) await reviveEditions(store, scope, { clock, ...(fence === undefined ? {} : { fence }) })
  }

  return {
    forgotten,
    async walkOf(scope) {
      const [source] = folder === null ? [] : await this.sourcesOf(scope)
      if (folder === null || source === undefined) return null
      const forgottenNow = await forgotten(scope)
      return {
        folder,
        source,
        walk: {
          id: folderSourceId,
          scope,
          paths: await pathsOf(folder, scope),
          ignore,
          ...(maxFileBytes === undefined ? {} : { maxFileBytes }),
        },
        without: (other) => withoutForgotten(other, () => forgottenNow),
      }
    },
    async readablePaths(scope) {
      if (folder === null) return []
      const found: string[] = options.commits === undefined ? [] : [...changeDocumentIds]
      for await (const change of wholeFolder(folder, scope, await pathsOf(folder, scope)).list()) {
        if (change.kind === 'present') found.push(change.document.path)
      }
      return found
    },
    async changesOf(scope) {
      if (folder === null || (scope !== own && (await folderRow(scope)) === undefined)) return null
      return changesIn(folder, scope)
    },
    async sourcesOf(scope) {
      // Another process may have forgotten something since.
      await forgotten(scope)
      if (folder === null || (scope !== own && (await folderRow(scope)) === undefined)) return []
      return [await folderSource(folder, scope)]
    },
    sync(scope, options, corpusContext = context) {
      const run = (turns.get(scope) ?? Promise.resolve()).then(() => syncNow(scope, options, corpusContext))
      turns.set(
        scope,
        run.then(
          () => {},
          () => {},
        ),
      )
      return run
    },
  }
}
