import type { AskInput } from '../ask/ask-types.ts'
import { type MatchBar, priorBar } from '../cache/decide-match.ts'
import { ReverieError } from '../spec/errors.ts'
import type { ScopeId } from '../spec/ids.ts'
import type { Policy } from '../spec/policy.ts'
import type { AskRequest } from './reverie.ts'

export interface AskDefaults {
  readonly scope: ScopeId
  readonly policy: Policy
  readonly freshness: 'strict' | 'bounded'
  readonly onText: ((delta: string) => void) | undefined
}

/** The request of a caller with every default filled in. */
export function askInput(request: AskRequest, defaults: AskDefaults): AskInput {
  if (request.signal?.aborted) throw new ReverieError('aborted', 'The ask was stopped before it began.', { cause: request.signal.reason })
  return {
    question: request.question,
    history: request.history ?? [],
    scopes: (request.scopes ?? [defaults.scope]) as readonly ScopeId[],
    policy: { ...defaults.policy, ...request.policy },
    freshness: request.freshness ?? defaults.freshness,
    mode: request.mode ?? 'prepared',
    bar: barFor(request.maxWrongHits),
    signal: request.signal,
    onText: defaults.onText,
  }
}

const defaultWrongHits = 0.01

/** A caller may tighten the bar, never loosen it: fewer wrong hits ask for nearer keys. */
function barFor(maxWrongHits: number | undefined): MatchBar {
  if (maxWrongHits === undefined || maxWrongHits >= defaultWrongHits) return priorBar
  if (!(maxWrongHits >= 0))
    throw new ReverieError('bad-argument', `maxWrongHits is a share from 0 to 1, found ${maxWrongHits}.`, {
      hint: 'Leave it out for 0.01.',
    })
  const tighter = 1 - maxWrongHits / defaultWrongHits
  const raise = (bar: number): number => bar + (1 - bar) * tighter
  return { similarity: raise(priorBar.similarity), compound: raise(priorBar.compound), margin: priorBar.margin * (1 + tighter) }
}
