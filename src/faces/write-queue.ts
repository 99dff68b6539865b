import type { Statement, Store } from '../spec/store.ts'

/** What asks leave behind, written one after another once their answers are given. */
export interface WriteQueue {
  /** Queues; statements are made when their turn comes. */
  add(write: () => Promise<readonly Statement[]>): void
  /** Resolves when everything queued so far is written. */
  flush(): Promise<void>
}

/** An ask's record is best effort: where it cannot be written the answer stands, and `onFailure` hears why. */
export function createWriteQueue(store: Store, onFailure: (cause: unknown) => void): WriteQueue {
  let last: Promise<void> = Promise.resolve()
  return {
    add(write) {
      if (!store.writable.ok) return
      last = last.then(async () => {
        try {
          const statements = await write()
          if (statements.length > 0) await store.write(statements)
        } catch (cause) {
          onFailure(cause)
        }
      })
    },
    flush: () => last,
  }
}
