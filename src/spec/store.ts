import type { Kysely } from 'kysely'
import type { ScopeId } from './ids.ts'
import type { Schema } from './schema.ts'

/** Plain SQL with its parameters, as Kysely's `compile()` gives it; crosses to the writer thread. */
export interface Statement {
  readonly sql: string
  readonly parameters: readonly unknown[]
}

/** A single-row, single-column query whose value must be `equals` (null: no row or NULL) or the transaction is refused. */
export interface Expectation {
  readonly statement: Statement
  readonly equals: string | number | null
}

export interface WriteOptions {
  /** The lease under which this is written; refused once another holder has claimed it. */
  readonly fence?: Lease
  readonly expect?: readonly Expectation[]
}

export type WriteOutcome =
  | { readonly committed: true }
  | { readonly committed: false; readonly reason: 'fence' | 'expectation'; readonly index: number }

export interface Lease {
  readonly name: string
  readonly holder: string
  readonly fence: number
}

/** One row the store holds about a term: in how many passages of the scope it occurs. */
export interface TermFrequency {
  readonly term: string
  readonly passages: number
}

/** The lexical index of the scopes. Only tokens made by our tokeniser go in, separated by one space. */
export interface LexicalIndex {
  /** Statements that create the scope's index where it is missing; run in the transaction that creates the scope. */
  create(scope: ScopeId, scopeNo: number): readonly Statement[]
  /** Statements that index, replace or remove one passage, by id (the passage's row must be there already). `previous` is what was indexed. */
  put(scopeNo: number, passage: string, tokens: string, previous: string | null): readonly Statement[]
  remove(scopeNo: number, passage: string, previous: string): readonly Statement[]
  /** Statements that drop the scope's index; run in the transaction that forgets the scope. */
  drop(scopeNo: number): readonly Statement[]
  /** Passages a term occurs in, for each of the terms. */
  frequencies(scopeNo: number, terms: readonly string[]): Promise<readonly TermFrequency[]>
  /** Unranked `passages.no` holding any of the terms: rarest term first until `limit`, ties by id. */
  candidates(scopeNo: number, terms: readonly string[], limit: number): Promise<readonly number[]>
}

/**
 * Where state lives. `read` never writes. `write` is one transaction, all or nothing; it resolves when it is committed
 * (for SQLite with synchronous=FULL) and rejects with a ReverieError (`database-busy`, `database-read-only`,
 * `database-damaged`) otherwise. Statements of one call never take the asking thread: they are posted to the writer.
 */
export interface Store {
  readonly read: Kysely<Schema>
  readonly lexical: LexicalIndex
  /**
   * The caller cuts long work into slices (some 2,000 rows, ≤ 50 ms of writing each), so that others' writes come between;
   * statements that repeat one SQL text are fastest. Parameters are copied before this returns.
   */
  write(statements: readonly Statement[], options?: WriteOptions): Promise<WriteOutcome>
  /** Claims or renews a lease by compare-and-set; null while another live holder has it. */
  claimLease(name: string, holder: string, ttlMs: number): Promise<Lease | null>
  releaseLease(lease: Lease): Promise<void>
  /** A number that differs once any connection, of this process or another, has committed since the last call. Cheap. */
  changeToken(): Promise<number>
  /** Whether anything can be written, with the reason if not. */
  readonly writable: { readonly ok: true } | { readonly ok: false; readonly reason: string }
  /** Erases what deletes left behind; true once the write-ahead log is truncated, false while a reader still holds it. */
  compact?(): Promise<boolean>
  /** Bytes everything stored takes on disk; 0 in memory. */
  size(): Promise<number>
  /** Waits for every write posted so far, then lets go of the database. */
  close(): Promise<void>
}

/** Compiles a Kysely query to plain data that can cross to the writer thread. */
export function statement(query: { compile(): Statement }): Statement {
  const { sql, parameters } = query.compile()
  return { sql, parameters }
}
