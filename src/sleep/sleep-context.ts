import type { Cutoff } from '../lineage/rungs/cutoff.ts'
import type { SeedQuestionGenerator } from '../predict/generative-seed-questions.ts'
import type { Clock } from '../spec/clock.ts'
import type { Embedder } from '../spec/embedder.ts'
import { ReverieError } from '../spec/errors.ts'
import type { ScopeId } from '../spec/ids.ts'
import type { Policy } from '../spec/policy.ts'
import type { Distiller, KeyWriter, QuestionGenerator, Reader, ReadRequest, ScoredUnit, Verifier } from '../spec/skills.ts'
import type { Expectation, Lease, Statement, Store } from '../spec/store.ts'
import type { SleepTally } from './sleep-tally.ts'

/** What the offline stages search: the scope as stored, vectors included. */
export interface SearchView {
  /** The scope's revision it stands at. */
  readonly revision: number
  /** Passages searched. */
  readonly passageCount: number
  refresh(): Promise<void>
  search(query: { readonly question: string; readonly vector: Int8Array | null; readonly limit: number }): Promise<readonly ScoredUnit[]>
  /** In how many passages each term of a question is. */
  terms(question: string): Promise<readonly { readonly term: string; readonly frequency: number }[]>
}

export interface SleepSkills {
  readonly distiller: Distiller
  readonly generator: QuestionGenerator
  readonly reader: Reader
  readonly verifier: Verifier
  /** What distils and asks without a model where the ones above have one. */
  readonly plain?: Pick<SleepSkills, 'distiller' | 'generator'>
  /** What words further keys, and judges them, without a model where the ones above have one. */
  readonly plainKeys?: { readonly keyWriter: KeyWriter; readonly verifier: Verifier }
  /** Words questions over folders and topics; absent without a model. */
  readonly seeds?: SeedQuestionGenerator
  /** Words further keys; absent: none are made. */
  readonly keyWriter?: KeyWriter
}

/** Everything one sleep works with; made once a run and passed down. */
export interface SleepContext {
  readonly store: Store
  readonly scope: ScopeId
  readonly run: string
  readonly lease: Lease
  readonly clock: Clock
  readonly embedder: Embedder
  readonly view: SearchView
  readonly skills: SleepSkills
  readonly policy: Policy
  /** Whether the policy is one that somebody asked under, not the default: what cannot be prepared under it is no word on the question. */
  readonly isOtherPolicy?: boolean
  readonly tally: SleepTally
  readonly signal: AbortSignal | undefined
  /** Resolves at once while nobody asks, and else when nobody does any more; awaited between small steps. */
  readonly pause?: () => Promise<void>
  /** Rungs of the cutoff ladder that are switched off; absent: none. */
  readonly cutoff?: Cutoff
  /** Whether a skill's result was remembered from an earlier call instead of paid for; absent: none is. */
  readonly isRemembered?: (result: object) => boolean
  /** Tokens of the prompt a model would be sent for this request; counted, not spent. */
  readonly countPromptTokens: (request: ReadRequest) => Promise<number>
}

/** Commits under the sleep's lease; false where what it was made from no longer holds. Throws once the lease is lost. */
export async function commit(
  context: Pick<SleepContext, 'store' | 'scope' | 'lease'>,
  statements: readonly Statement[],
  expect: readonly Expectation[] = [],
): Promise<boolean> {
  const outcome = await context.store.write(statements, { fence: context.lease, expect })
  if (outcome.committed) return true
  if (outcome.reason === 'fence') throw leaseLost(context.scope)
  return false
}

/** For whoever writes under a sleep's lease and finds it gone. */
export function leaseLost(scope: ScopeId): ReverieError {
  return new ReverieError('lease-held', `Another sleeper has taken over scope "${scope}".`, {
    hint: 'Nothing is lost: what this sleep finished is kept and the other one goes on from there.',
    isRetryable: true,
  })
}

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new ReverieError('aborted', 'Stopped on request; everything finished is kept.', { cause: signal.reason })
}
