import type { Kysely } from 'kysely'
import { nextTurn } from '../../corpus/next-turn.ts'
import { storedVectors } from '../../retrieve/stored-vectors.ts'
import type { ScopeId } from '../../spec/ids.ts'
import { erasedAt } from '../../spec/revision.ts'
import type { Schema } from '../../spec/schema.ts'
import type { Watch } from './watch.ts'
import { WatchGroup } from './watch-group.ts'
import { watchesAfter } from './watches-table.ts'

/** Watches read in one turn of the event loop. */
const page = 100
/** Name under which the watches without a vector stand. */
const byWords = ''

/**
 * All watches of one scope in memory, by the embedder of their questions. `refresh` reads only what later revisions
 * wrote, so that a burst of changed documents reads them once.
 */
export class WatchBoard {
  readonly #db: Kysely<Schema>
  readonly #scope: ScopeId
  readonly #groups = new Map<string, WatchGroup>()
  readonly #groupOf = new Map<string, WatchGroup>()
  #revision = -1
  #turn: Promise<void> = Promise.resolve()

  constructor(db: Kysely<Schema>, scope: ScopeId) {
    this.#db = db
    this.#scope = scope
  }

  /** The scope's revision it stands at: watches of later ones are not on it. */
  get revision(): number {
    return this.#revision
  }

  get size(): number {
    return this.#groupOf.size
  }

  /** The groups with their embedders' names, '' for what was searched by words alone. */
  groups(): ReadonlyMap<string, WatchGroup> {
    return this.#groups
  }

  /** Brings the board to what is committed now; one small read where nothing changed. */
  refresh(): Promise<void> {
    const turn = this.#turn.then(() => this.#refresh())
    this.#turn = turn.catch(() => {})
    return turn
  }

  async #refresh(): Promise<void> {
    const row = await this.#db.selectFrom('scopes').select('revision').where('scope', '=', this.#scope).executeTakeFirst()
    if (row === undefined || row.revision === this.#revision) return
    if (this.#revision >= 0 && (await erasedAt(this.#db, this.#scope)) > this.#revision) {
      this.#groups.clear()
      this.#groupOf.clear()
      this.#revision = -1
    }
    const from = this.#revision
    let after = ''
    for (;;) {
      const watches = await watchesAfter(this.#db, this.#scope, from, after, page)
      await this.#put(watches)
      const last = watches.at(-1)
      if (last === undefined || watches.length < page) break
      after = last.entry
      await nextTurn()
    }
    await this.#takeVectors(from)
    this.#revision = row.revision
  }

  async #put(watches: readonly Watch[]): Promise<void> {
    for (const [embedder, own] of Map.groupBy(watches, (watch) => watch.vector?.embedder ?? byWords)) {
      const digests = own.flatMap((watch) => watch.vector?.digest ?? [])
      const vectors = await storedVectors(this.#db, this.#scope, embedder, digests)
      const group = this.#groups.get(embedder) ?? new WatchGroup()
      this.#groups.set(embedder, group)
      for (const watch of own) {
        this.#groupOf.get(watch.entry)?.remove(watch.entry)
        this.#groupOf.set(watch.entry, group)
        group.put(watch, vectors.get(watch.vector?.digest ?? '') ?? null)
      }
    }
  }

  /** Vectors of questions that were owed when their watches were read. */
  async #takeVectors(after: number): Promise<void> {
    for (const [embedder, group] of this.#groups) {
      const owed = group.owed()
      if (owed.length === 0) continue
      const rows = await this.#db
        .selectFrom('vectors')
        .select('digest')
        .where('scope', '=', this.#scope)
        .where('embedder', '=', embedder)
        .where('revision', '>', after)
        .execute()
      const made = new Set(rows.map((row) => row.digest))
      const wanted = owed.filter(({ digest }) => made.has(digest))
      const vectors = await storedVectors(
        this.#db,
        this.#scope,
        embedder,
        wanted.map(({ digest }) => digest),
      )
      for (const { entry, digest } of wanted) {
        const vector = vectors.get(digest)
        if (vector !== undefined) group.setQuestion(entry, vector)
      }
    }
  }
}

// One board a database and scope, so that every change of a process finds it loaded.
const boards = new WeakMap<Kysely<Schema>, Map<ScopeId, WatchBoard>>()

/** The board of a scope, brought to what is committed now. */
export async function openWatchBoard(db: Kysely<Schema>, scope: ScopeId): Promise<WatchBoard> {
  const open = boards.get(db) ?? new Map<ScopeId, WatchBoard>()
  boards.set(db, open)
  const board = open.get(scope) ?? new WatchBoard(db, scope)
  open.set(scope, board)
  await board.refresh()
  return board
}
