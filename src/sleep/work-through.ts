import { mapConcurrently } from '../ledger/map-concurrently.ts'
import { ReverieError } from '../spec/errors.ts'
import { breathe } from './breathe.ts'
import type { SleepContext } from './sleep-context.ts'

/** What a pass over items came to. */
export interface Worked<Result> {
  /** In the order of their items. */
  readonly finished: readonly Result[]
  /** What ended the pass before its last item, or null. Whoever called keeps what is finished, then throws it. */
  readonly stopped: unknown
}

const callsAtOnce = 4

/**
 * Works through the items: with a model several at once, without one after another with a breath between. Calls in flight
 * hold their worst case of the budget; once it refuses one, the rest go on singly until it refuses again.
 */
export async function workThrough<Item, Result>(
  context: SleepContext,
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Worked<Result>> {
  const results = new Map<number, Result>()
  const one = async (item: Item, index: number): Promise<void> => {
    await breathe(context)
    results.set(index, await work(item))
  }
  const worked = (stopped: unknown): Worked<Result> => ({
    finished: [...results].sort(([a], [b]) => a - b).map(([, result]) => result),
    stopped,
  })
  if (context.skills.reader.model !== null) {
    try {
      await mapConcurrently(items, callsAtOnce, one, context.signal)
      return worked(null)
    } catch (cause) {
      if (!(cause instanceof ReverieError && cause.code === 'budget-refused')) return worked(cause)
    }
  }
  try {
    for (const [index, item] of items.entries()) {
      if (results.has(index)) continue
      await one(item, index)
    }
    return worked(null)
  } catch (cause) {
    return worked(cause)
  }
}
