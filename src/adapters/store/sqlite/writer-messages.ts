import type { ErrorCode } from '../../../spec/errors.ts'
import type { Expectation, Lease, Statement, WriteOutcome } from '../../../spec/store.ts'
import type { LeaseClaim } from '../lease-grant.ts'

/** What the writer does: what each task takes and gives, all plain data that can cross between threads. */
export interface WriterTasks {
  readonly migrate: { readonly takes: null; readonly gives: null }
  readonly write: {
    readonly takes: { readonly statements: readonly Statement[]; readonly fence: Lease | null; readonly expect: readonly Expectation[] }
    readonly gives: WriteOutcome
  }
  readonly claim: { readonly takes: LeaseClaim; readonly gives: Lease | null }
  readonly release: { readonly takes: Lease; readonly gives: null }
  readonly compact: { readonly takes: null; readonly gives: boolean }
}

export type TaskKind = keyof WriterTasks
export type Takes<Kind extends TaskKind> = WriterTasks[Kind]['takes']
export type Gives<Kind extends TaskKind> = WriterTasks[Kind]['gives']

/** Asks for a task to be done. */
export type Perform = <Kind extends TaskKind>(kind: Kind, takes: Takes<Kind>) => Promise<Gives<Kind>>

/** From the asking thread; `close` ends the thread after all tasks before it. */
export type WriterRequest<Kind extends TaskKind = TaskKind> =
  | { readonly id: number; readonly kind: Kind; readonly takes: Takes<Kind> }
  | 'close'

/** From the writer thread. */
export type WriterReply =
  | { readonly id: number; readonly ok: true; readonly gives: Gives<TaskKind> }
  | { readonly id: number; readonly ok: false; readonly error: PlainError }

/** A ReverieError taken apart: errors lose their class and own properties between threads. */
export interface PlainError {
  readonly code: ErrorCode
  readonly message: string
  readonly hint: string | null
  readonly isRetryable: boolean
}
