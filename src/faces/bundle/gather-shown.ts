import type { ScopeId } from '../../spec/ids.ts'
import type { Store } from '../../spec/store.ts'
import type { BundleEntry } from './bundle-format.ts'

/** A passage that an entry's search found, or that a model was shown. */
export interface ShownPin {
  readonly role: 'read' | 'watched'
  readonly passage: string
  readonly version: string
  readonly spans: BundleEntry['shown'][number]['spans']
}

/** What entries rely on without quoting it, by entry. */
export async function gatherShown(
  store: Store,
  scope: ScopeId,
  entries: readonly string[],
): Promise<ReadonlyMap<string, readonly ShownPin[]>> {
  const rows = await store.read
    .selectFrom('evidence')
    .select(['artefact', 'role', 'reference', 'version', 'span'])
    .where('scope', '=', scope)
    .where('artefact', 'in', entries)
    .where('role', 'in', ['read', 'watched'])
    .orderBy('artefact')
    .orderBy('role')
    .orderBy('ordinal')
    .execute()
  const shown = new Map<string, ShownPin[]>()
  for (const { artefact, role, reference: passage, version, span } of rows) {
    if (role !== 'read' && role !== 'watched') continue
    const own = shown.get(artefact) ?? []
    own.push({ role, passage, version, spans: span === null ? [] : (JSON.parse(span) as ShownPin['spans']) })
    shown.set(artefact, own)
  }
  return shown
}
