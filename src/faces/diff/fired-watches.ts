import { WatchBoard } from '../../lineage/watches/watch-board.ts'
import { membersOfPassages, watchersOf } from '../../lineage/watches/watched-members.ts'
import { watchedPassage } from '../../lineage/watches/watched-passage.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { Store } from '../../spec/store.ts'
import type { LaidChange } from './lay-changes.ts'

/** Entries whose watches the change would fire, tried as in the transaction of a sync. */
export async function firedWatches(
  { read: db }: Store,
  scope: ScopeId,
  { changes, passages }: LaidChange,
  embedder: string,
): Promise<ReadonlySet<string>> {
  const all = [...changes.values()]
  const fired = new Set(
    await watchersOf(
      db,
      scope,
      all.filter((change) => change.after === null).map((change) => change.passage),
    ),
  )
  const found = all.flatMap((change) => (change.after === null ? [] : (passages.get(change.passage) ?? [])))
  if (found.length === 0) return fired
  // Not the shared board of this database: a comparison leaves nothing behind in the process either.
  const board = new WatchBoard(db, scope)
  await board.refresh()
  if (board.size === 0) return fired
  const members = await membersOfPassages(
    db,
    scope,
    found.map((passage) => passage.id),
  )
  for (const [name, group] of board.groups()) {
    const tried = found.map((passage) =>
      watchedPassage({
        passage: passage.id,
        title: passage.title,
        text: passage.text,
        place: passage.place,
        units: passage.units.map((unit, ordinal) => {
          const vector = name === embedder ? (passage.vectors[ordinal] ?? null) : null
          return { ...unit, embeds: passage.embeds[ordinal] === true, vector }
        }),
      }),
    )
    group.scan({ passages: tried, members, owed: 'by-words' }, fired)
  }
  return fired
}
