import { absenceVerdict } from '../cache/absence.ts'
import type { Entry } from '../cache/entry.ts'
import { corpusRevision } from '../corpus/corpus-revision.ts'
import type { ReadyScope } from './ask.ts'
import type { AskDependencies } from './ask-types.ts'
import { firstStaleQuote, placesOf } from './check-freshness.ts'

/**
 * Null where the entry may be served now, else why not: its marks, then every cited passage against the source as it is.
 * Marks can only withhold: an entry marked fresh is still compared.
 */
export async function checkServable(dependencies: AskDependencies, { scope, now }: ReadyScope, entry: Entry): Promise<string | null> {
  if (entry.state === 'dormant') return 'what it rested on was deleted'
  if (entry.state === 'stale' || entry.state === 'owed') return 'its source has changed'
  const changed = now.overlay.hiddenDocuments.size > 0
  if (entry.kind === 'absence') {
    const corpus = await corpusRevision(dependencies.store.read, scope.scope)
    return !changed && entry.verdict === absenceVerdict(corpus) ? null : 'the sources have changed since nothing was found'
  }
  const places = await placesOf(dependencies.store.read, scope.scope, entry.body, now.overlay)
  const stale = firstStaleQuote(entry.body, places)
  if (stale !== null) return stale
  if (entry.shape === 'list' && (changed || entry.state === 'suspect')) {
    return (await dependencies.listHolds(scope.scope, entry, now.overlay)) ? null : 'the list has other members now'
  }
  return null
}
