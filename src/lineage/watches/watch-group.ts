import { termImpact } from '../../retrieve/bm25.ts'
import { lexicalWeight } from '../../retrieve/hybrid-score.ts'
import { mattersByWords, type WordRule, wordRule } from './matters-by-words.ts'
import { QuestionMatrix } from './question-matrix.ts'
import type { Watch } from './watch.ts'
import { isOtherMember, isUndecided, type LoadedWatch, type WatchMembers } from './watch-fires-on.ts'
import { isWanted } from './watch-score.ts'
import type { WatchedPassage, WatchedUnit } from './watched-passage.ts'

interface Held {
  readonly watch: LoadedWatch
  readonly rule: WordRule
  readonly row: number
}

interface Posting {
  readonly held: Held
  readonly weight: number
}

/** What a group is tried on. */
export interface GroupScan {
  readonly passages: readonly WatchedPassage[]
  /** By entry: what its watch found of these passages. */
  readonly members: ReadonlyMap<string, WatchMembers>
  /** Units that cannot be scored yet: judged by their words now, or left until their vectors are known. */
  readonly owed: 'by-words' | 'later'
}

/**
 * The watches of one scope whose questions one embedder embedded (or none), in memory: inverted by term, their vectors
 * in one matrix, so that a passage is tried on all of them in one scan.
 */
export class WatchGroup {
  readonly #byEntry = new Map<string, Held>()
  readonly #byRow: (Held | null)[] = []
  readonly #free: number[] = []
  readonly #postings = new Map<string, Posting[]>()
  #matrix: QuestionMatrix | null = null
  /** Sums by row, of one unit at a time. */
  #sums = new Float64Array(256)
  #touched: Held[] = []

  get size(): number {
    return this.#byEntry.size
  }

  /** Digests of the questions whose vectors are owed. */
  owed(): readonly { readonly entry: string; readonly digest: string }[] {
    const found: { readonly entry: string; readonly digest: string }[] = []
    for (const { watch } of this.#byEntry.values()) {
      if (watch.vector !== null && watch.question === null) found.push({ entry: watch.entry, digest: watch.vector.digest })
    }
    return found
  }

  /** Adds or replaces an entry's watch; `question` null where its vector is owed or there is none. */
  put(watch: Watch, question: Int8Array | null): void {
    this.remove(watch.entry)
    const row = this.#free.pop() ?? this.#byRow.length
    const held: Held = { watch: { ...watch, question }, rule: wordRule(watch), row }
    this.#byEntry.set(watch.entry, held)
    this.#byRow[row] = held
    if (row >= this.#sums.length) this.#sums = new Float64Array(this.#sums.length * 2)
    for (const { term, weight } of watch.terms) {
      const known = this.#postings.get(term)
      if (known === undefined) this.#postings.set(term, [{ held, weight }])
      else known.push({ held, weight })
    }
    if (question !== null) {
      this.#matrix ??= new QuestionMatrix(question.length)
      this.#matrix.set(row, question, watch.score)
    } else this.#matrix?.clear(row)
  }

  /** The vector of a question that was owed. */
  setQuestion(entry: string, question: Int8Array): void {
    const held = this.#byEntry.get(entry)
    if (held !== undefined) this.put(held.watch, question)
  }

  /** Takes an entry's watch away; nothing where it has none here. */
  remove(entry: string): void {
    const held = this.#byEntry.get(entry)
    if (held === undefined) return
    this.#byEntry.delete(entry)
    this.#byRow[held.row] = null
    this.#free.push(held.row)
    this.#matrix?.clear(held.row)
    for (const { term } of held.watch.terms) {
      const kept = this.#postings.get(term)?.filter((posting) => posting.held !== held) ?? []
      if (kept.length === 0) this.#postings.delete(term)
      else this.#postings.set(term, kept)
    }
  }

  /** Entries whose watches the passages fire, added to `fired`; those in it already are not tried again. */
  scan({ passages, members, owed }: GroupScan, fired: Set<string>): void {
    for (const [entry, found] of members) {
      const held = this.#byEntry.get(entry)
      if (held === undefined || fired.has(entry)) continue
      for (const passage of passages) {
        const known = found.get(passage.passage)
        if (known === undefined || (owed === 'later' && isUndecided(held.watch, passage))) continue
        if (isOtherMember(held.watch, held.rule, passage, known)) fired.add(entry)
      }
    }
    const isMember = (entry: string, passage: string) => members.get(entry)?.has(passage) === true
    for (const passage of passages) {
      for (const unit of passage.units) {
        this.#addUp(unit)
        this.#tryByTerms(passage, unit, owed, (entry) => fired.has(entry) || isMember(entry, passage.passage), fired)
        this.#tryByVector(passage, unit, (entry) => fired.has(entry) || isMember(entry, passage.passage), fired)
      }
    }
  }

  /** BM25 of the unit under every watch that shares a term with it. */
  #addUp(unit: WatchedUnit): void {
    for (const held of this.#touched) this.#sums[held.row] = 0
    this.#touched = []
    for (const [term, count] of unit.terms) {
      const postings = this.#postings.get(term)
      if (postings === undefined) continue
      const impact = termImpact(count, unit.length)
      for (const { held, weight } of postings) {
        const sum = this.#sums[held.row] ?? 0
        if (sum === 0) this.#touched.push(held)
        this.#sums[held.row] = sum + weight * impact
      }
    }
  }

  #tryByTerms(
    passage: WatchedPassage,
    unit: WatchedUnit,
    owed: GroupScan['owed'],
    isDone: (entry: string) => boolean,
    fired: Set<string>,
  ): void {
    for (const { watch, rule, row } of this.#touched) {
      if (isDone(watch.entry)) continue
      if (watch.vector !== null && (watch.question === null || unit.isOwed)) {
        if (owed === 'by-words' && mattersByWords(watch, rule, unit.terms)) fired.add(watch.entry)
        continue
      }
      const words = lexicalWeight * (this.#sums[row] ?? 0)
      // No cosine is above 1: most watches are ruled out before their vectors are compared.
      if (watch.vector !== null && words + 1 < watch.score) continue
      if (isWanted(watch, watch.question, passage, unit)) fired.add(watch.entry)
    }
  }

  /** Watches that share no word with the unit and yet mean it. */
  #tryByVector(passage: WatchedPassage, unit: WatchedUnit, isDone: (entry: string) => boolean, fired: Set<string>): void {
    if (this.#matrix === null || unit.vector === null) return
    for (const row of this.#matrix.reachedBy(unit.vector)) {
      const held = this.#byRow[row]
      if (held === null || held === undefined || held.watch.question === null || isDone(held.watch.entry)) continue
      if (isWanted(held.watch, held.watch.question, passage, unit)) fired.add(held.watch.entry)
    }
  }
}
