import { posix } from 'node:path'
import { ReverieError } from '../spec/errors.ts'
import type { ScopeId, SourceId } from '../spec/ids.ts'
import { type Store, statement } from '../spec/store.ts'

/** A source as the store remembers it, so that an ask walks what the last sync was told to. */
export interface SourceRow {
  readonly id: SourceId
  readonly kind: 'folder' | 'memory' | 'git'
  /** Relative to the folder that holds `.reverie`; '' for that folder and for memory. */
  readonly root: string
  /** Under the root with `/`; [] is all of it. */
  readonly paths: readonly string[]
  readonly walkedAt: number | null
}

/** The sources of a scope, by id. */
export async function sourcesOf(store: Store, scope: ScopeId): Promise<readonly SourceRow[]> {
  const rows = await store.read.selectFrom('sources').selectAll().where('scope', '=', scope).orderBy('source').execute()
  return rows.map((row) => ({
    id: row.source as SourceId,
    kind: row.kind,
    root: row.root,
    paths: JSON.parse(row.paths) as readonly string[],
    walkedAt: row.walked_at,
  }))
}

/**
 * Records a source, with its root and paths replaced where it is known; writes nothing where nothing differs. The scope
 * must exist. Throws `bad-argument` for a path that is not under the root.
 */
export async function saveSource(store: Store, scope: ScopeId, source: Omit<SourceRow, 'walkedAt'>): Promise<void> {
  const paths = source.paths.map(relativePath)
  const wanted = JSON.stringify(paths.includes('') ? [] : [...new Set(paths)].sort())
  const known = await store.read
    .selectFrom('sources')
    .select(['root', 'paths'])
    .where('scope', '=', scope)
    .where('source', '=', source.id)
    .executeTakeFirst()
  if (known?.root === source.root && known.paths === wanted) return
  const values = { root: source.root, paths: wanted, walked_at: null }
  const insert = store.read.insertInto('sources').values({ scope, source: source.id, kind: source.kind, ...values })
  await store.write([statement(insert.onConflict((conflict) => conflict.columns(['scope', 'source']).doUpdateSet(values)))])
}

function relativePath(path: string): string {
  const normal = posix.normalize(path).replace(/\/$/, '')
  if (normal === '.' || normal === '') return ''
  if (normal.startsWith('/') || normal === '..' || normal.startsWith('../')) {
    throw new ReverieError('bad-argument', `Expected a path under the source's root, found "${path}".`, {
      hint: 'Name paths inside the folder; use -C to work on another one.',
    })
  }
  return normal
}
