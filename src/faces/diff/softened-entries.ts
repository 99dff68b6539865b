import type { PassageChange } from '../../corpus/change-hook.ts'
import { samePrompt, shownSpans } from '../../lineage/rungs/same-prompt.ts'
import type { Rung } from '../../spec/evidence.ts'
import type { PassageId, ScopeId } from '../../spec/ids.ts'
import type { Store } from '../../spec/store.ts'
import { firedWatches } from './fired-watches.ts'
import type { LaidChange } from './lay-changes.ts'

/** Why an answer whose quotations hold is served with a mark, or only after a check. */
export interface Softened {
  readonly rung: Rung
  readonly why: string
}

const slice = 400

/** Entries that the change reaches by what they were shown or searched, not by what they quote. */
export async function softenedEntries(
  store: Store,
  scope: ScopeId,
  laid: LaidChange,
  embedder: string,
): Promise<ReadonlyMap<string, Softened>> {
  const found = new Map<string, Softened>()
  for (const entry of await firedWatches(store, scope, laid, embedder))
    found.set(entry, { rung: 'watch-fired', why: 'new text may matter to it: checked before it is served' })
  const changed = [...laid.changes.keys()]
  for (let at = 0; at < changed.length; at += slice) {
    const rows = await store.read
      .selectFrom('evidence')
      .select(['artefact', 'reference', 'version', 'span'])
      .where('scope', '=', scope)
      .where('artefact_kind', '=', 'entry')
      .where('role', '=', 'read')
      .where('reference', 'in', changed.slice(at, at + slice))
      .execute()
    for (const { artefact, reference, version, span } of rows) {
      const change = laid.changes.get(reference as PassageId)
      if (change === undefined || showsTheSame(change, version, span)) continue
      found.set(artefact, { rung: 'read-changed', why: 'something it was shown beside its quotations has changed' })
    }
  }
  return found
}

function showsTheSame({ before, after }: PassageChange, version: string, span: string | null): boolean {
  if (before === null || after === null) return false
  if (before.version === after.version) return true
  const shown = shownSpans(span)
  return before.version === version && shown !== null && samePrompt(shown, before, after) !== null
}
