import type { Entry } from '../cache/entry.ts'
import { settledDoubt } from '../lineage/settled-doubt.ts'
import type { PassageId } from '../spec/ids.ts'
import type { AskDependencies, AskInput, ReadyScope } from './ask-types.ts'
import { suspectHolds } from './check-suspect.ts'
import { type CurrentAnswer, currentAnswer, formerBody } from './current-answer.ts'
import { type LaidDoubts, laidDoubts, nothingLaid } from './laid-doubts.ts'
import type { PassagePlace } from './overlay.ts'
import { type SoftTerms, softness } from './soft-staleness.ts'

/** What may be served of an entry now, its quotes where they stand now, with the mark it is served with; or why nothing. */
export type Servable =
  | { readonly entry: Entry; readonly places: ReadonlyMap<PassageId, PassagePlace>; readonly note: string | null }
  | { readonly stale: string }

/** How an ask wants to be served. */
export interface ServeTerms {
  readonly freshness: AskInput['freshness']
  readonly reader: SoftTerms['reader']
}

/**
 * Whether the entry may be served now: its marks, then every cited passage against the source as it is, then what the
 * changed files of this ask do to the rest it relied on. What is doubted needs one check, whose outcome is kept. Marks can
 * only withhold: an entry marked fresh is still compared. Where nothing was found for a while, a former answer may be
 * right again.
 */
export async function checkServable(dependencies: AskDependencies, at: ReadyScope, entry: Entry, terms: ServeTerms): Promise<Servable> {
  const { store } = dependencies
  if (entry.kind === 'answer') return serve(dependencies, at, await currentAnswer(store, at, entry), terms)
  const absence = await serve(dependencies, at, knownAbsence(entry), terms)
  const former = 'stale' in absence ? await formerBody(store, at, entry) : null
  const servable = former === null ? absence : await serve(dependencies, at, former, terms)
  return 'stale' in servable ? absence : servable
}

async function serve(
  dependencies: AskDependencies,
  at: ReadyScope,
  found: CurrentAnswer | { readonly stale: string },
  { freshness, reader }: ServeTerms,
): Promise<Servable> {
  if ('stale' in found) return found
  const { store, clock, softStaleMs } = dependencies
  if (freshness === 'strict' && !isConfirmed(at, found)) return { stale: 'its sources could not all be looked at in time' }
  const laid = found.isEdition ? nothingLaid : await laidDoubts(store, at, found.entry)
  const refused = await checkDoubts(dependencies, at, found, laid)
  if (refused !== null) return { stale: refused }
  const now = clock.now()
  const since = found.entry.softSince ?? (laid.readChanged ? now : null)
  const soft = softness(found.entry, since, { freshness, softStaleMs, now, reader })
  return 'stale' in soft ? soft : { entry: found.entry, places: found.places, note: soft.note }
}

function knownAbsence(entry: Entry): CurrentAnswer | { readonly stale: string } {
  if (entry.state === 'stale' || entry.state === 'dormant') return { stale: 'the sources have changed since nothing was found' }
  return { entry, places: new Map(), isEdition: false, isDoubted: entry.state === 'suspect' }
}

/** That nothing answers can only be said of sources that were all looked at. */
function isConfirmed({ now }: ReadyScope, { entry, places }: CurrentAnswer): boolean {
  return entry.kind === 'absence' ? now.unchecked === null : now.isConfirmed(places.values())
}

/** Why a doubted entry may not be served, or null. */
async function checkDoubts(
  dependencies: AskDependencies,
  at: ReadyScope,
  { entry, isDoubted, isEdition }: CurrentAnswer,
  { doubt }: LaidDoubts,
): Promise<string | null> {
  const { scope } = at.scope
  const isLaid = at.now.overlay.hiddenDocuments.size > 0
  const isList = entry.shape === 'list'
  if (!isDoubted && doubt === null && !(isList && isLaid)) return null
  // What a sync has committed since the last ask is what it may fail by.
  await at.scope.refresh()
  const { revision } = at.scope.view
  const { holds, reason } = isList
    ? { holds: await dependencies.listHolds(scope, entry, at.now.overlay), reason: 'the list has other members now' }
    : await suspectHolds(dependencies, at, entry)
  // What was checked with files that are not committed says nothing of what is stored.
  // A refusal is left to the sleep: what speaks against it may be gone by the next ask.
  const isSettled = holds || isList
  if (isSettled && entry.state === 'suspect' && !isEdition && !isLaid && revision >= 0) {
    const { store, clock } = dependencies
    const settled = { scope, entry: entry.id, holds, isList, revision, cause: '', by: 'ask', at: clock.now() } as const
    dependencies.later(async () => settledDoubt(store.read, settled))
  }
  return holds ? null : reason
}
