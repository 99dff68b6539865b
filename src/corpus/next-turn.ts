import { setImmediate } from 'node:timers/promises'

/** Lets whoever else waits for this thread run. */
export async function nextTurn(): Promise<void> {
  await setImmediate()
}
