import type { Kysely } from 'kysely'
import type { DocumentChange } from '../../corpus/change-hook.ts'
import { isChangeDocument } from '../../retrieve/is-change-document.ts'
import { storedVectors } from '../../retrieve/stored-vectors.ts'
import type { Schema } from '../../spec/schema.ts'
import type { Statement } from '../../spec/store.ts'
import { askingAboutChanges } from './asking-about-changes.ts'
import { doubtStatements, doubtUnseen } from './doubt-entries.ts'
import { scanInTurns } from './scan-in-turns.ts'
import { openWatchBoard, type WatchBoard } from './watch-board.ts'
import { membersOfPassages, watchersOf } from './watched-members.ts'
import { watchedPassage } from './watched-passage.ts'

/**
 * Statements for the transaction of a change: every entry whose watch the change fires is doubted. All watches of the
 * scope are tried in one scan; what cannot be scored because a vector is owed is judged by its words now and exactly once
 * the vector is known. `at`: epoch ms.
 */
export async function fireWatches(db: Kysely<Schema>, change: DocumentChange, at: number): Promise<readonly Statement[]> {
  const { scope } = change
  const board = await openWatchBoard(db, scope)
  // Read before anything else: what is watched from here on is doubted unseen.
  const { revision } = board
  const fired = board.size === 0 ? new Set<string>() : await firedBy(db, board, change)
  const doubted = doubtStatements(db, { scope, entries: [...fired].sort(), cause: change.path, by: 'sync', at })
  return [...doubted, doubtUnseen(db, scope, revision)]
}

async function firedBy(db: Kysely<Schema>, board: WatchBoard, change: DocumentChange): Promise<Set<string>> {
  const { scope } = change
  const removed = change.passages.filter((one) => one.after === null).map((one) => one.passage)
  const fired = new Set(await watchersOf(db, scope, removed))
  const found = change.found?.passages ?? []
  if (found.length === 0) return fired
  const title = change.found?.title ?? null
  const members = await membersOfPassages(
    db,
    scope,
    found.map((one) => one.passage),
  )
  const digests = [...new Set(found.flatMap(({ units }) => units.flatMap((unit) => unit.vector ?? [])))]
  for (const [embedder, group] of board.groups()) {
    const vectors = embedder === '' ? new Map<string, Int8Array>() : await storedVectors(db, scope, embedder, digests)
    const passages = found.map((one) =>
      watchedPassage({
        ...one,
        title,
        units: one.units.map((unit) => ({
          ...unit,
          embeds: unit.vector !== null,
          vector: unit.vector === null ? null : (vectors.get(unit.vector) ?? null),
        })),
      }),
    )
    await scanInTurns(group, { passages, members, owed: 'by-words' }, fired)
  }
  return isChangeDocument(scope, change) ? new Set(await askingAboutChanges(db, scope, fired)) : fired
}
