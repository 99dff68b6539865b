import { openReverie } from '../../faces/open-reverie.ts'
import { createHashingEmbedder } from '../hashing-embedder.ts'
import type { KillNews, KillOrder } from './kill-order.ts'

// Forked by run-kills.ts: pushes, syncs and sleeps, saying what was acknowledged, until it is killed or done.
const { model, name, dimensions } = createHashingEmbedder()
const say = (news: KillNews): Promise<void> =>
  new Promise((resolve) => {
    process.send?.(news, undefined, {}, () => resolve())
  })

process.once('message', (order: KillOrder) => {
  obey(order).then(
    () => process.disconnect(),
    async (cause: unknown) => {
      await say({ kind: 'failed', reason: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) })
      process.exit(1)
    },
  )
})
await say({ kind: 'ready' })

async function obey({ folder, database, aheadMs, puts }: KillOrder): Promise<void> {
  await say({ kind: 'begun' })
  const clock = { now: () => Date.now() + aheadMs, monotonic: () => performance.now() }
  await using reverie = await openReverie({ folder, database, clock, embedder: { name, model, dimensions } })
  for (const put of puts) {
    await reverie.put(put)
    await say({ kind: 'put', id: put.id })
  }
  await reverie.sleep()
  await say({ kind: 'done' })
}
