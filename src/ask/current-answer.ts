import type { Entry } from '../cache/entry.ts'
import type { PassageId } from '../spec/ids.ts'
import type { Store } from '../spec/store.ts'
import type { ReadyScope } from './ask-types.ts'
import { compareWithSources, placesOf } from './check-freshness.ts'
import type { PassagePlace } from './overlay.ts'
import { servableEdition } from './servable-edition.ts'

/** A body of an entry that its sources support as they are now, its quotes where they stand now. */
export interface CurrentAnswer {
  readonly entry: Entry
  readonly places: ReadonlyMap<PassageId, PassagePlace>
  /** A former body of the entry, not the stored one. */
  readonly isEdition: boolean
  /** Whether something may speak against it, by its marks: it is checked before it is served. */
  readonly isDoubted: boolean
}

/**
 * The entry's own body where every passage it cites is as it was, else the latest former one of which that is true. What
 * an ask filed while a prepared answer could not be served gives way to that answer once it can.
 */
export async function currentAnswer(store: Store, at: ReadyScope, entry: Entry): Promise<CurrentAnswer | { readonly stale: string }> {
  const prepared = entry.status === 'candidate' ? await formerBody(store, at, entry) : null
  if (prepared?.entry.status === 'verified') return prepared
  const own = await ownBody(store, at, entry)
  return 'stale' in own ? ((await formerBody(store, at, entry)) ?? own) : own
}

async function ownBody({ read }: Store, { scope, now }: ReadyScope, entry: Entry): Promise<CurrentAnswer | { readonly stale: string }> {
  const isMarked = entry.state === 'stale' || entry.state === 'dormant'
  const drafted = entry.status === 'candidate' ? 'its source has changed, or a check refuted it' : 'its source has changed'
  const withdrawn = { stale: entry.state === 'dormant' ? 'what it rested on was deleted' : drafted }
  // Only what a file says that no sync has committed yet can speak against a mark.
  if (isMarked && now.overlay.hiddenDocuments.size === 0) return withdrawn
  let places = await placesOf(read, scope.scope, entry.body, now.overlay)
  if (await now.confirm(places.values())) places = await placesOf(read, scope.scope, entry.body, now.overlay)
  if (isMarked && !isBack(entry, places, now.overlay.passages)) return withdrawn
  const current = await compareWithSources(read, scope.scope, entry.body, places, now.overlay)
  if ('stale' in current) return current
  return {
    entry: { ...entry, body: current.body },
    places: current.places,
    isEdition: false,
    isDoubted: isMarked || entry.state === 'suspect',
  }
}

/** Whether a withdrawn answer's digests are all current again, one of them by a file that was put back. */
function isBack({ body }: Entry, places: ReadonlyMap<PassageId, PassagePlace>, laid: ReadonlyMap<PassageId, PassagePlace>): boolean {
  return (
    body.quotes.some(({ passage }) => laid.has(passage)) &&
    body.quotes.every(({ passage, version }) => places.get(passage)?.version === version)
  )
}

/** The latest former body of an entry that its sources support as they are now, or null. */
export async function formerBody({ read }: Store, { scope, now }: ReadyScope, entry: Entry): Promise<CurrentAnswer | null> {
  let found = await servableEdition(read, scope.scope, entry, now.overlay)
  if (found !== null && (await now.confirm(found.places.values()))) found = await servableEdition(read, scope.scope, entry, now.overlay)
  if (found === null) return null
  const current = await compareWithSources(read, scope.scope, found.entry.body, found.places, now.overlay)
  if ('stale' in current) return null
  const { entry: former } = found
  return { entry: { ...former, body: current.body }, places: current.places, isEdition: true, isDoubted: former.state !== 'fresh' }
}
