import { storedVectors } from '../retrieve/stored-vectors.ts'
import type { EntryId } from '../spec/ids.ts'
import type { KeyKind } from '../spec/key-kind.ts'
import { erasedAt } from '../spec/revision.ts'
import type { Store } from '../spec/store.ts'
import { entriesById } from './entries-table.ts'
import type { Entry } from './entry.ts'
import { allKeyNumbers, entriesAfter, type KeyOwner, keyNumbersOf, keysAfter, vectorsAfter } from './key-changes.ts'
import { type HeldKey, KeyRows } from './key-rows.ts'

/** A key near a question. */
export interface KeyMatch {
  readonly entry: EntryId
  readonly text: string
  /** A near-miss leads to no entry: it is a question its entry does not answer. */
  readonly kind: KeyKind
  /** Cosine. */
  readonly similarity: number
}

export interface KeyIndexOptions extends KeyOwner {
  readonly store: Store
  readonly dimensions: number
}

/** Entries kept in memory once read; about 2 KB each. */
const keptEntries = 5_000

/**
 * The vectors of every active key of one (scope, policy, embedder), in process, scanned exactly. `refresh` reads only what
 * a later revision changed: its cost is that of the change, not of the scope.
 */
export class KeyIndex {
  readonly #options: KeyIndexOptions
  readonly #rows: KeyRows
  /** Keys whose vector is not stored yet, by its digest. */
  readonly #owed = new Map<string, HeldKey[]>()
  /** Entries as they are at this revision, the longest kept first. */
  readonly #entries = new Map<string, Entry>()
  #revision = -1
  /** Of refreshes that found a change: what was read before one must not be kept after it. */
  #changes = 0
  #last: Promise<unknown> = Promise.resolve()

  constructor(options: KeyIndexOptions) {
    this.#options = options
    this.#rows = new KeyRows(options.dimensions)
  }

  /** Keys that can be near a question. */
  get size(): number {
    return this.#rows.size
  }

  /** Brings the index to the scope's `revision`; a no-op when it is there. */
  async refresh(revision: number): Promise<void> {
    if (revision <= this.#revision) return
    const turn = this.#last.then(() => this.#bringTo(revision))
    this.#last = turn.catch(() => {})
    await turn
  }

  /** The `limit` nearest keys, nearest first. */
  nearest(vector: Int8Array, limit: number): readonly KeyMatch[] {
    return this.#rows.nearest(vector, limit).map(({ key: { entry, text, kind }, similarity }) => ({ entry, text, kind, similarity }))
  }

  /** Entries by id as they are at the index's revision or a later one; unknown ids are left out. */
  async entries(ids: readonly string[]): Promise<ReadonlyMap<string, Entry>> {
    const { store, scope } = this.#options
    const found = new Map<string, Entry>()
    const missing = ids.filter((id) => {
      const entry = this.#entries.get(id)
      if (entry !== undefined) found.set(id, entry)
      return entry === undefined
    })
    if (missing.length === 0) return found
    const changes = this.#changes
    for (const [id, entry] of await entriesById(store.read, scope, missing)) {
      found.set(id, entry)
      if (changes === this.#changes) this.#keep(entry)
    }
    return found
  }

  async #bringTo(revision: number): Promise<void> {
    const since = this.#revision
    if (revision <= since) return
    const db = this.#options.store.read
    if (since >= 0) {
      if ((await erasedAt(db, this.#options.scope)) > since) await this.#dropErased()
      await this.#dropReplaced(since)
    }
    for await (const keys of keysAfter(db, this.#options, since)) {
      for (const { no, entry, text, kind, isActive, vector, digest } of keys) {
        const key = { no, entry: entry as EntryId, text, kind }
        if (!isActive) this.#rows.remove(entry, no)
        else if (vector !== null) this.#set(key, new Int8Array(vector.buffer, vector.byteOffset, vector.byteLength))
        else this.#owe(digest, key)
      }
    }
    if (since >= 0) await this.#addOwed(since)
    this.#revision = revision
  }

  /** Deleted rows have no revision: what is held is compared with all that is left. */
  async #dropErased(): Promise<void> {
    const left = new Set<number>()
    for await (const keys of allKeyNumbers(this.#options.store.read, this.#options)) for (const { no } of keys) left.add(no)
    this.#changes += 1
    this.#entries.clear()
    for (const { no, entry } of [...this.#rows.keys()]) if (!left.has(no)) this.#rows.remove(entry, no)
    this.#forgetOwed(({ no }) => !left.has(no))
  }

  /** Entries written since have new keys; their old ones must not match. */
  async #dropReplaced(since: number): Promise<void> {
    const { store, scope } = this.#options
    for await (const rows of entriesAfter(store.read, this.#options, since)) {
      const entries = rows.map(({ entry }) => entry)
      this.#changes += 1
      for (const entry of entries) this.#entries.delete(entry)
      const current = await keyNumbersOf(store.read, scope, entries)
      for (const entry of entries) {
        const living = current.get(entry)
        for (const no of this.#rows.numbersOf(entry)) if (living?.has(no) !== true) this.#rows.remove(entry, no)
      }
      const changed = new Set(entries)
      this.#forgetOwed((key) => changed.has(key.entry) && current.get(key.entry)?.has(key.no) !== true)
    }
  }

  /** Keys whose vector was stored since. */
  async #addOwed(since: number): Promise<void> {
    if (this.#owed.size === 0) return
    const { store, scope, embedder } = this.#options
    for await (const rows of vectorsAfter(store.read, this.#options, since)) {
      const digests = rows.map(({ digest }) => digest).filter((digest) => this.#owed.has(digest))
      for (const [digest, vector] of await storedVectors(store.read, scope, embedder, digests)) {
        for (const key of this.#owed.get(digest) ?? []) this.#set(key, vector)
        this.#owed.delete(digest)
      }
    }
  }

  #set(key: HeldKey, vector: Int8Array): void {
    const { dimensions, embedder } = this.#options
    if (vector.length !== dimensions) {
      throw new RangeError(`A vector of ${vector.length} numbers was stored for the embedder ${embedder} of ${dimensions}.`)
    }
    this.#rows.set(key, vector)
  }

  #owe(digest: string, key: HeldKey): void {
    const others = (this.#owed.get(digest) ?? []).filter(({ no }) => no !== key.no)
    this.#owed.set(digest, [...others, key])
  }

  #forgetOwed(isGone: (key: HeldKey) => boolean): void {
    for (const [digest, keys] of this.#owed) {
      const left = keys.filter((key) => !isGone(key))
      if (left.length === 0) this.#owed.delete(digest)
      else if (left.length < keys.length) this.#owed.set(digest, left)
    }
  }

  #keep(entry: Entry): void {
    this.#entries.set(entry.id, entry)
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= keptEntries) break
      this.#entries.delete(oldest)
    }
  }
}
