import type { Kysely } from 'kysely'
import type { PassageChange, PassageState } from '../corpus/change-hook.ts'
import type { Digest } from '../spec/digest.ts'
import type { PassageId, ScopeId } from '../spec/ids.ts'
import type { Schema } from '../spec/schema.ts'

/** The passages of a change, and their texts at the versions something pinned. */
export interface PinnedTexts {
  /** The passage after the change: null where it is gone, undefined where the change does not touch it. */
  readonly after: (passage: string) => PassageState | null | undefined
  /** The passage as it was at a version; null where that text is not kept. */
  readonly at: (passage: string, version: string) => PassageState | null
  /** Passages that are new or other than they were under one heading: where text may have gone. */
  readonly besides: (placeDigest: Digest) => readonly { readonly passage: PassageId; readonly state: PassageState }[]
}

const slice = 400

/** Loads the texts of pinned versions of changed passages; what the change itself replaces is not read again. */
export async function loadPinnedTexts(
  db: Kysely<Schema>,
  scope: ScopeId,
  changes: readonly PassageChange[],
  pinned: readonly { readonly reference: string; readonly version: string }[],
): Promise<PinnedTexts> {
  const changed = new Map<string, PassageChange>(changes.map((change) => [change.passage, change]))
  const byPlace = Map.groupBy(
    changes.flatMap(({ passage, kind, after }) => (after === null || kind === 'moved' ? [] : [{ passage, state: after }])),
    ({ state }) => state.placeDigest,
  )
  const wanted = new Set<string>()
  for (const { reference, version } of pinned) if (changed.get(reference)?.before?.version !== version) wanted.add(version)
  const known = await textsOf(db, scope, [...wanted])
  return {
    after: (passage) => changed.get(passage)?.after,
    besides: (placeDigest) => byPlace.get(placeDigest) ?? [],
    at(passage, version) {
      const change = changed.get(passage)
      if (change === undefined || change.before?.version === version) return change?.before ?? null
      const row = known.get(version)
      // Its kind and language are not kept by version; those it has now were its own unless it became something else.
      const like = change.before ?? change.after
      if (row === undefined || like === null) return null
      return { ...like, version: version as Digest, normal: row.normal as Digest, text: row.text }
    },
  }
}

async function textsOf(db: Kysely<Schema>, scope: ScopeId, versions: readonly string[]) {
  const known = new Map<string, { readonly normal: string; readonly text: string }>()
  for (let from = 0; from < versions.length; from += slice) {
    const rows = await db
      .selectFrom('versions')
      .select(['digest', 'normal', 'text'])
      .where('scope', '=', scope)
      .where('digest', 'in', versions.slice(from, from + slice))
      .execute()
    for (const row of rows) known.set(row.digest, row)
  }
  return known
}
