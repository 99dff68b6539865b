import { isChangeDocument } from '../../retrieve/is-change-document.ts'
import { openScopeRows } from '../../retrieve/scope-rows.ts'
import { storedVectors } from '../../retrieve/stored-vectors.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { Statement, Store } from '../../spec/store.ts'
import { askingAboutChanges } from './asking-about-changes.ts'
import { doubtStatements, doubtUnseen } from './doubt-entries.ts'
import { scanInTurns } from './scan-in-turns.ts'
import { openWatchBoard } from './watch-board.ts'
import { membersOfPassages } from './watched-members.ts'
import { type WatchedPassage, watchedPassage } from './watched-passage.ts'

/** Vectors that were owed and are known now, before they are committed. */
export interface KnownVectors {
  readonly scope: ScopeId
  readonly embedder: string
  /** By the digest of what was embedded. */
  readonly vectors: ReadonlyMap<string, Int8Array>
  /** Epoch ms. */
  readonly at: number
}

const slice = 400

/**
 * Statements for the transaction that stores vectors of passages: what was judged by its words when it changed is scored
 * now, and entries whose watches it fires are doubted. Free where nothing is watched.
 */
export async function fireOnVectors(store: Store, known: KnownVectors): Promise<readonly Statement[]> {
  const { scope, embedder, at } = known
  const db = store.read
  const board = await openWatchBoard(db, scope)
  const { revision } = board
  const group = board.groups().get(embedder)
  if (group === undefined || group.size === 0) return [doubtUnseen(db, scope, revision)]
  const { passages, changes } = await passagesWith(store, known)
  const members = await membersOfPassages(
    db,
    scope,
    passages.map((one) => one.passage),
  )
  const fired = new Set<string>()
  await scanInTurns(group, { passages: passages.filter((one) => !changes.has(one.passage)), members, owed: 'later' }, fired)
  if (changes.size > 0) {
    const near = new Set<string>()
    await scanInTurns(group, { passages: passages.filter((one) => changes.has(one.passage)), members, owed: 'later' }, near)
    for (const entry of await askingAboutChanges(db, scope, near)) fired.add(entry)
  }
  return [...doubtStatements(db, { scope, entries: [...fired].sort(), cause: '', by: 'sleep', at }), doubtUnseen(db, scope, revision)]
}

interface Embedded {
  readonly passages: readonly WatchedPassage[]
  /** Those that tell of commits. */
  readonly changes: ReadonlySet<string>
}

/** The current passages with a unit whose vector is among these. */
async function passagesWith(store: Store, { scope, embedder, vectors }: KnownVectors): Promise<Embedded> {
  const db = store.read
  const ids = new Set<string>()
  const digests = [...vectors.keys()]
  for (let at = 0; at < digests.length; at += slice) {
    const rows = await db
      .selectFrom('units')
      .select('passage')
      .distinct()
      .where('scope', '=', scope)
      .where('vector', 'in', digests.slice(at, at + slice))
      .execute()
    for (const row of rows) ids.add(row.passage)
  }
  const passages = await openScopeRows(store, scope, embedder).passages('passage', [...ids])
  const embedded = await unitDigests(
    store,
    scope,
    passages.map((passage) => passage.id),
  )
  const others = [...new Set([...embedded.values()].flat())].filter((digest) => digest !== null && !vectors.has(digest))
  const stored = await storedVectors(
    db,
    scope,
    embedder,
    others.filter((digest) => digest !== null),
  )
  const changes = new Set(passages.filter((passage) => isChangeDocument(scope, passage)).map(({ id }) => id as string))
  const watched = passages.map(({ id, title, text, place, units }) =>
    watchedPassage({
      passage: id,
      title,
      text,
      place,
      units: units.map((unit, ordinal) => {
        const digest = embedded.get(id)?.[ordinal] ?? null
        return { ...unit, embeds: digest !== null, vector: digest === null ? null : (vectors.get(digest) ?? stored.get(digest) ?? null) }
      }),
    }),
  )
  return { passages: watched, changes }
}

/** Of each passage the digests its units' vectors are stored by, in order. */
async function unitDigests(store: Store, scope: ScopeId, passages: readonly string[]): Promise<ReadonlyMap<string, (string | null)[]>> {
  const digests = new Map<string, (string | null)[]>()
  for (let at = 0; at < passages.length; at += slice) {
    const rows = await store.read
      .selectFrom('units')
      .select(['passage', 'vector'])
      .where('scope', '=', scope)
      .where('passage', 'in', passages.slice(at, at + slice))
      .orderBy('passage')
      .orderBy('ordinal')
      .execute()
    for (const row of rows) {
      const known = digests.get(row.passage)
      if (known === undefined) digests.set(row.passage, [row.vector])
      else known.push(row.vector)
    }
  }
  return digests
}
