/**
 * Prepares items in order, up to `ahead` at once, and yields each with its result in the items' order. When the consumer
 * stops early, what has begun is waited for before the iteration ends.
 */
export async function* lookAhead<Item, Result>(
  items: readonly Item[],
  ahead: number,
  prepare: (item: Item) => Promise<Result>,
): AsyncGenerator<readonly [Item, Result], void, undefined> {
  const begun: Promise<Result>[] = []
  try {
    for (const [at, item] of items.entries()) {
      for (let next = at + begun.length; next < Math.min(items.length, at + ahead); next++) {
        const wanted = items[next]
        if (wanted === undefined) break
        const promise = prepare(wanted)
        // Awaited in its turn; until then a failure must not count as unhandled.
        promise.catch(() => undefined)
        begun.push(promise)
      }
      const first = begun.shift()
      if (first === undefined) return
      yield [item, await first]
    }
  } finally {
    await Promise.allSettled(begun)
  }
}
