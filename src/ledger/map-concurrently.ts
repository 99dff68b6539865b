import PQueue from 'p-queue'
import { ReverieError } from '../spec/errors.ts'

/**
 * Maps with at most `concurrency` calls under way, keeping the order of the items. The first failure stops what has not
 * begun, waits for what has, and rejects; an abort does the same with `aborted`.
 */
export async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  concurrency: number,
  map: (item: Item, index: number) => Promise<Result>,
  signal?: AbortSignal,
): Promise<readonly Result[]> {
  const queue = new PQueue({ concurrency })
  const results = new Map<number, Result>()
  const failures: unknown[] = []
  for (const [index, item] of items.entries()) {
    void queue.add(async () => {
      if (failures.length > 0) return
      try {
        if (signal?.aborted) throw new ReverieError('aborted', 'Stopped on request; everything finished is kept.', { cause: signal.reason })
        results.set(index, await map(item, index))
      } catch (cause) {
        failures.push(cause)
      }
    })
  }
  await queue.onIdle()
  if (failures.length > 0) throw failures[0]
  return items.map((_, index) => results.get(index) as Result)
}
