import { absenceVerdict } from '../cache/absence.ts'
import type { Entry } from '../cache/entry.ts'
import { corpusRevision } from '../corpus/corpus-revision.ts'
import type { PassageId } from '../spec/ids.ts'
import type { AskDependencies, ReadyScope } from './ask-types.ts'
import { compareWithSources, placesOf } from './check-freshness.ts'
import type { PassagePlace } from './overlay.ts'

/** What may be served of an entry now, its quotes where they stand now; or why nothing. */
export type Servable = { readonly entry: Entry; readonly places: ReadonlyMap<PassageId, PassagePlace> } | { readonly stale: string }

/**
 * Whether the entry may be served now: its marks, then every cited passage against the source as it is. Marks can only
 * withhold: an entry marked fresh is still compared.
 */
export async function checkServable(dependencies: AskDependencies, { scope, now }: ReadyScope, entry: Entry): Promise<Servable> {
  if (entry.state === 'dormant') return { stale: 'what it rested on was deleted' }
  if (entry.state === 'stale') return { stale: 'its source has changed' }
  const { read } = dependencies.store
  const changed = now.overlay.hiddenDocuments.size > 0
  if (entry.kind === 'absence') {
    const holds = !changed && entry.verdict === absenceVerdict(await corpusRevision(read, scope.scope))
    return holds ? { entry, places: new Map() } : { stale: 'the sources have changed since nothing was found' }
  }
  let places = await placesOf(read, scope.scope, entry.body, now.overlay)
  if (await now.confirm(places.values())) places = await placesOf(read, scope.scope, entry.body, now.overlay)
  const current = await compareWithSources(read, scope.scope, entry.body, places)
  if ('stale' in current) return current
  if (
    entry.shape === 'list' &&
    (changed || entry.state === 'suspect') &&
    !(await dependencies.listHolds(scope.scope, entry, now.overlay))
  ) {
    return { stale: 'the list has other members now' }
  }
  return { entry: { ...entry, body: current.body }, places }
}
