import { exactNearest } from '../retrieve/exact-nearest.ts'
import type { EntryId, ScopeId } from '../spec/ids.ts'
import type { Store } from '../spec/store.ts'
import { entriesById } from './entries-table.ts'
import type { Entry } from './entry.ts'

/** A key near a question. */
export interface KeyMatch {
  readonly entry: EntryId
  readonly text: string
  /** Cosine. */
  readonly similarity: number
}

export interface KeyIndexOptions {
  readonly store: Store
  readonly scope: ScopeId
  readonly policy: string
  readonly embedder: string
  readonly dimensions: number
}

const slice = 4_000
/** Entries kept in memory once read; about 2 KB each. */
const keptEntries = 5_000

/**
 * The vectors of every active key of one (scope, policy, embedder), in process, scanned exactly. `refresh` loads only
 * what a later revision changed; a replaced key leaves a zero row that nothing is near to.
 */
export class KeyIndex {
  readonly #options: KeyIndexOptions
  #matrix: Int8Array
  #texts: string[] = []
  #entries: EntryId[] = []
  readonly #rowOfKey = new Map<number, number>()
  /** Entries read at this revision. */
  readonly #read = new Map<string, Entry>()
  #revision = -1

  constructor(options: KeyIndexOptions) {
    this.#options = options
    this.#matrix = new Int8Array(256 * options.dimensions)
  }

  get size(): number {
    return this.#texts.length
  }

  /** Brings the index to the scope's `revision`; a no-op when it is there. */
  async refresh(revision: number): Promise<void> {
    if (revision === this.#revision) return
    const { store, scope, policy, embedder } = this.#options
    // Every commit that changes an entry raises the revision.
    this.#read.clear()
    await this.#dropReplaced(revision)
    let after = 0
    for (;;) {
      const rows = await store.read
        .selectFrom('keys')
        .innerJoin('vectors', (join) =>
          join.onRef('vectors.scope', '=', 'keys.scope').onRef('vectors.digest', '=', 'keys.vector').on('vectors.embedder', '=', embedder),
        )
        .select(['keys.no', 'keys.entry', 'keys.text', 'vectors.vector'])
        .where('keys.scope', '=', scope)
        .where('keys.policy', '=', policy)
        .where('keys.active', '=', 1)
        .where('keys.no', '>', after)
        .where((where) => where.or([where('keys.revision', '>', this.#revision), where('vectors.revision', '>', this.#revision)]))
        .orderBy('keys.no')
        .limit(slice)
        .execute()
      for (const row of rows) this.#add(row.no, row.entry as EntryId, row.text, row.vector)
      const last = rows.at(-1)
      if (last === undefined || rows.length < slice) break
      after = last.no
    }
    this.#revision = revision
  }

  /** The `limit` nearest keys, nearest first. */
  nearest(vector: Int8Array, limit: number): readonly KeyMatch[] {
    const { dimensions } = this.#options
    const matches: KeyMatch[] = []
    for (const { row, similarity } of exactNearest(this.#matrix, this.#texts.length, dimensions, vector, limit)) {
      const entry = this.#entries[row]
      const text = this.#texts[row]
      if (entry !== undefined && text !== undefined && text !== '') matches.push({ entry, text, similarity })
    }
    return matches
  }

  /** Entries by id as they are at the index's revision; unknown ids are left out. */
  async entries(ids: readonly string[]): Promise<ReadonlyMap<string, Entry>> {
    const { store, scope } = this.#options
    const missing = ids.filter((id) => !this.#read.has(id))
    if (missing.length > 0) {
      if (this.#read.size + missing.length > keptEntries) this.#read.clear()
      for (const [id, entry] of await entriesById(store.read, scope, missing)) this.#read.set(id, entry)
    }
    return new Map(ids.flatMap((id) => this.#read.get(id) ?? []).map((entry) => [entry.id, entry]))
  }

  /** Entries written since the last refresh have new keys; their old rows must not match. */
  async #dropReplaced(revision: number): Promise<void> {
    if (this.#texts.length === 0) return
    const { store, scope, policy } = this.#options
    const changed = await store.read
      .selectFrom('entries')
      .select('entry')
      .where('scope', '=', scope)
      .where('policy', '=', policy)
      .where('revision', '>', this.#revision)
      .where('revision', '<=', revision)
      .execute()
    const current = new Map<string, Set<number>>()
    for (let at = 0; at < changed.length; at += 500) {
      const ids = changed.slice(at, at + 500).map((row) => row.entry)
      const keys = await store.read
        .selectFrom('keys')
        .select(['no', 'entry'])
        .where('scope', '=', scope)
        .where('entry', 'in', ids)
        .where('active', '=', 1)
        .execute()
      for (const id of ids) current.set(id, new Set())
      for (const key of keys) current.get(key.entry)?.add(key.no)
    }
    for (const [key, row] of this.#rowOfKey) {
      const entry = this.#entries[row]
      const living = entry === undefined ? undefined : current.get(entry)
      if (living !== undefined && !living.has(key)) this.#clear(key, row)
    }
  }

  #clear(key: number, row: number): void {
    const { dimensions } = this.#options
    this.#matrix.fill(0, row * dimensions, (row + 1) * dimensions)
    this.#texts[row] = ''
    this.#rowOfKey.delete(key)
  }

  #add(key: number, entry: EntryId, text: string, vector: Uint8Array): void {
    const { dimensions } = this.#options
    const row = this.#rowOfKey.get(key) ?? this.#texts.length
    if ((row + 1) * dimensions > this.#matrix.length) {
      const larger = new Int8Array(this.#matrix.length * 2)
      larger.set(this.#matrix)
      this.#matrix = larger
    }
    this.#matrix.set(new Int8Array(vector.buffer, vector.byteOffset, dimensions), row * dimensions)
    this.#texts[row] = text
    this.#entries[row] = entry
    this.#rowOfKey.set(key, row)
  }
}
