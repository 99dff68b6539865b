import type { BatchProvider } from '../../spec/channel.ts'
import type { Clock } from '../../spec/clock.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { ModelPrice } from '../../spec/ledger.ts'
import type { Random } from '../../spec/random.ts'
import type { Store } from '../../spec/store.ts'
import type { Timer } from '../../spec/timer.ts'
import { modelFailure } from '../model-failure.ts'
import { AttemptFailed, defaultRetryPolicy, type RetryPolicy, withRetries } from '../with-retries.ts'

/** What everything about the batches of one model in one scope works with. */
export interface BatchWorld {
  readonly store: Store
  readonly scope: ScopeId
  /** `provider/model`, as the ledger names it. */
  readonly model: string
  /** The price of a call sent in a batch; null where unknown. */
  readonly price: ModelPrice | null
  readonly provider: () => Promise<BatchProvider>
  readonly clock: Clock
  readonly random: Random
  readonly timer?: Timer
  readonly retry?: Partial<RetryPolicy>
}

/** Asks the provider, again where that may help. */
export async function asking<Result>(
  world: BatchWorld,
  ask: (provider: BatchProvider) => Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  const provider = await world.provider()
  return await withRetries(() => ask(provider), retrying(world), signal)
}

/** As {@link asking}, but what the provider may have taken is never sent again. */
export async function askingOnce<Result>(
  world: BatchWorld,
  ask: (provider: BatchProvider) => Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  const provider = await world.provider()
  const attempt = async (): Promise<Result> => {
    try {
      return await ask(provider)
    } catch (cause) {
      const failure = modelFailure(world.model, cause, world.clock.now())
      if (failure.charge === 'none') throw new AttemptFailed(failure)
      throw new MayBeSent(cause)
    }
  }
  return await withRetries(attempt, { ...retrying(world) }, signal).catch((cause: unknown) => {
    throw cause instanceof Error && cause.cause instanceof MayBeSent ? cause.cause : cause
  })
}

/** The provider may or may not have made the batch. */
export class MayBeSent extends Error {
  override readonly name = 'MayBeSent'

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

function retrying({ model, retry, clock, random, timer }: BatchWorld) {
  return { model, policy: { ...defaultRetryPolicy, ...retry }, clock, random, ...(timer === undefined ? {} : { timer }) }
}
