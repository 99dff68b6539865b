import { createFolderSource } from '../adapters/sources/folder-source.ts'
import { resolvePaths } from '../adapters/sources/resolve-paths.ts'
import type { CorpusContext } from '../corpus/corpus-context.ts'
import { ensureScope } from '../corpus/scopes.ts'
import { saveSource, sourcesOf } from '../corpus/sources.ts'
import { type SyncOptions, sync } from '../corpus/sync.ts'
import type { SyncReceipt } from '../corpus/sync-receipt.ts'
import { loadTombstones, type Tombstones, withoutForgotten } from '../lineage/tombstones.ts'
import type { ScopeId, SourceId } from '../spec/ids.ts'
import type { Source } from '../spec/source.ts'

export const folderSourceId = 'folder' as SourceId
export const memorySourceId = 'memory' as SourceId

export interface CorpusOptions {
  readonly context: CorpusContext
  readonly folder: string
  /** A folder on the same file system to read the file clock in, or null. */
  readonly clockFolder: string | null
  readonly ignore: readonly string[]
  readonly maxFileBytes: number | undefined
  /** Paths of the configuration; they win over what the last sync was given. */
  readonly paths: readonly string[] | undefined
}

/** The sources of a folder's scopes and the sync over them. */
export interface OpenCorpus {
  /** The sources that can change by themselves: the folder with the paths of its last sync. */
  sourcesOf(scope: ScopeId): Promise<readonly Source[]>
  /** Syncs the folder; `paths` replace what is walked from now on. */
  sync(scope: ScopeId, options: SyncOptions & { readonly paths?: readonly string[] }, context?: CorpusContext): Promise<SyncReceipt>
  /** Reads the tombstones again. */
  forgotten(scope: ScopeId): Promise<Tombstones>
}

export function openCorpus({ context, folder, clockFolder, ignore, maxFileBytes, paths: configured }: CorpusOptions): OpenCorpus {
  const { store, clock } = context
  const sources = new Map<string, Source>()
  const tombstones = new Map<string, Tombstones>()

  async function forgotten(scope: ScopeId): Promise<Tombstones> {
    const loaded = await loadTombstones(store.read, scope)
    tombstones.set(scope, loaded)
    return loaded
  }

  async function folderSource(scope: ScopeId, paths: readonly string[]): Promise<Source> {
    const key = [scope, ...paths].join('\n')
    const known = sources.get(key)
    if (known !== undefined) return known
    const none = tombstones.get(scope) ?? (await forgotten(scope))
    const source = createFolderSource({
      root: folder,
      id: folderSourceId,
      scope,
      paths,
      ignore,
      ...(clockFolder === null ? {} : { clockFolder }),
      ...(maxFileBytes === undefined ? {} : { maxFileBytes }),
    })
    const open = withoutForgotten(source, () => tombstones.get(scope) ?? none)
    sources.set(key, open)
    return open
  }

  async function pathsOf(scope: ScopeId): Promise<readonly string[]> {
    if (configured !== undefined) return resolvePaths(folder, configured)
    return (await sourcesOf(store, scope)).find((row) => row.id === folderSourceId)?.paths ?? []
  }

  return {
    forgotten,
    async sourcesOf(scope) {
      // Another process may have forgotten something since.
      await forgotten(scope)
      return [await folderSource(scope, await pathsOf(scope))]
    },
    async sync(scope, { paths, ...options }, own = context) {
      await forgotten(scope)
      if (store.writable.ok) {
        await ensureScope(store, clock, scope)
        const wanted = configured ?? (paths === undefined ? undefined : resolvePaths(folder, paths))
        if (wanted !== undefined && wanted.length > 0)
          await saveSource(store, scope, { id: folderSourceId, kind: 'folder', root: '', paths: wanted })
      }
      return sync(own, await folderSource(scope, await pathsOf(scope)), options)
    },
  }
}
