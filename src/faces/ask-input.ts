import type { AskInput } from '../ask/ask-types.ts'
import { ReverieError } from '../spec/errors.ts'
import type { ScopeId } from '../spec/ids.ts'
import type { Policy } from '../spec/policy.ts'
import { maxWrongHitsOf } from './max-wrong-hits.ts'
import type { AskRequest } from './reverie.ts'

export interface AskDefaults {
  readonly scope: ScopeId
  readonly policy: Policy
  readonly freshness: 'strict' | 'bounded'
  /** As configured. */
  readonly maxWrongHits: number
  readonly onText: ((delta: string) => void) | undefined
}

/** The request of a caller with every default filled in. Throws `aborted`, and `bad-argument` for a promise looser than configured. */
export function askInput(request: AskRequest, defaults: AskDefaults): AskInput {
  if (request.signal?.aborted) throw new ReverieError('aborted', 'The ask was stopped before it began.', { cause: request.signal.reason })
  return {
    question: request.question,
    history: request.history ?? [],
    session: request.session ?? null,
    scopes: (request.scopes ?? [defaults.scope]) as readonly ScopeId[],
    policy: { ...defaults.policy, ...request.policy },
    freshness: request.freshness ?? defaults.freshness,
    mode: request.mode ?? 'prepared',
    promise: maxWrongHitsOf(request.maxWrongHits, defaults.maxWrongHits),
    signal: request.signal,
    onText: defaults.onText,
  }
}
