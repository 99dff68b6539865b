import type { AskScope } from '../../ask/ask-types.ts'
import type { AskedText } from '../../ask/asked-text.ts'
import type { Clock } from '../../spec/clock.ts'
import type { Embedder } from '../../spec/embedder.ts'
import { ReverieError } from '../../spec/errors.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { Policy } from '../../spec/policy.ts'
import type { Random } from '../../spec/random.ts'
import type { ReadRequest } from '../../spec/skills.ts'
import type { Store } from '../../spec/store.ts'

/** What approving and editing work with. */
export interface ReviewParts {
  readonly store: Store
  /** Why nothing would be kept, or null. */
  readonly notKept: string | null
  readonly scope: ScopeId
  readonly policy: Policy
  readonly clock: Clock
  readonly embedder: Embedder
  readonly serve: 'all' | 'approvedOnly'
  /** What is kept of the words asked; `random` makes the secret they are hashed under, where none is there. */
  readonly askedText: AskedText
  readonly random: Pick<Random, 'id'>
  readonly openScope: (scope: ScopeId) => Promise<AskScope>
  /** Writes what asks left, and brings the corpus up to its sources: a person approves what stands there now. */
  readonly bringUpToDate: (signal: AbortSignal | undefined) => Promise<void>
  readonly countPromptTokens: (request: ReadRequest) => Promise<number>
}

/** Throws `database-read-only` where a person's word could not be kept. */
export function mustKeep({ notKept, store: { writable } }: ReviewParts): void {
  if (notKept === null && writable.ok) return
  throw new ReverieError('database-read-only', `The answer cannot be kept: ${notKept ?? (writable.ok ? '' : writable.reason)}.`, {
    hint: 'Make the folder writable, or name another database with REVERIE_DATABASE.',
  })
}
