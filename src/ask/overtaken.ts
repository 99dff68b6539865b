import { findScope } from '../corpus/scopes.ts'
import { verifyDocument } from '../corpus/verify-document.ts'
import type { Digest } from '../spec/digest.ts'
import type { PassageId, ScopeId } from '../spec/ids.ts'
import type { Source } from '../spec/source.ts'
import type { Store } from '../spec/store.ts'
import type { PassagePlace } from './overlay.ts'

export interface OvertakenParts {
  readonly store: Store
  readonly scope: ScopeId
  /** The scope's revision before the walk; -1 where it did not exist. */
  readonly since: number
  readonly sources: readonly Source[]
  /** Documents this ask read from their source itself. */
  readonly readHere: ReadonlySet<string>
  readonly signal: AbortSignal | undefined
}

/**
 * Whether a commit since the walk may have put an older text under this ask: a slow sync stores what it read a while
 * ago, and the walk compared with what was stored before that. Then each cited document is compared with its source
 * again, and each cited passage with what is stored now. Nothing committed costs one read of the revision.
 */
export async function wasOvertaken(parts: OvertakenParts, served: ReadonlyMap<PassageId, PassagePlace>): Promise<boolean> {
  const { store, scope, since, readHere } = parts
  const before = await revisionOf(store, scope)
  if (before === since) return false
  const stored = [...served.values()].filter((place) => !readHere.has(place.document))
  if (await differs(parts, new Set(stored.map((place) => place.document)))) return true
  const versions = await versionsOf(store, scope, stored)
  if (stored.some((place) => versions.get(place.passage) !== place.version)) return true
  return (await revisionOf(store, scope)) !== before
}

export async function revisionOf({ read }: Store, scope: ScopeId): Promise<number> {
  return (await findScope(read, scope))?.revision ?? -1
}

async function differs({ store, scope, sources, signal }: OvertakenParts, documents: ReadonlySet<string>): Promise<boolean> {
  if (documents.size === 0) return false
  const rows = await store.read
    .selectFrom('documents')
    .select(['source', 'path', 'validator', 'digest'])
    .where('scope', '=', scope)
    .where('document', 'in', [...documents])
    .execute()
  for (const { source: id, path, validator, digest } of rows) {
    const source = sources.find((one) => one.id === id)
    if (source === undefined) continue
    if (digest === null) return true
    if ((await verifyDocument(source, { path, validator, digest: digest as Digest }, signal)) !== 'same') return true
  }
  return false
}

async function versionsOf({ read }: Store, scope: ScopeId, places: readonly PassagePlace[]): Promise<ReadonlyMap<string, string | null>> {
  const versions = new Map<string, string | null>()
  for (let at = 0; at < places.length; at += 400) {
    const rows = await read
      .selectFrom('passages')
      .select(['passage', 'version'])
      .where('scope', '=', scope)
      .where(
        'passage',
        'in',
        places.slice(at, at + 400).map((place) => place.passage),
      )
      .execute()
    for (const row of rows) versions.set(row.passage, row.version)
  }
  return versions
}
