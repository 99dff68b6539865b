import { ReverieError } from '../../spec/errors.ts'

/**
 * Runs `work` on the items one after another. One that waits in a batch does not keep the others from being sent with it;
 * after the last of them `parked` is thrown. Anything else is thrown at once.
 */
export async function eachThenParked<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  let waits: ReverieError | null = null
  for (const item of items) {
    try {
      results.push(await work(item))
    } catch (cause) {
      if (!(cause instanceof ReverieError) || cause.code !== 'parked') throw cause
      waits = cause
    }
  }
  if (waits !== null) throw waits
  return results
}
