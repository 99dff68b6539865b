import { openReverie } from '../../../src/faces/open-reverie.ts'

/** What the child is told: `up`: as the daemon, which hears who asks; else one sleep that hears nobody. */
export interface SleepingOrder {
  readonly folder: string
  readonly database: string
  readonly how: 'up' | 'sleep'
}

const order: SleepingOrder = JSON.parse(process.argv[2] ?? '{}')
const stop = new AbortController()
process.once('message', () => stop.abort())
process.once('disconnect', () => stop.abort())

const reverie = await openReverie({
  folder: order.folder,
  database: order.database,
  idle: { afterSeconds: 0, maxLoad: 1_000, onBattery: true },
})
try {
  process.send?.('begun')
  if (order.how === 'up') await reverie.up({ signal: stop.signal })
  else await reverie.sleep({ signal: stop.signal })
} finally {
  await reverie.close()
}
process.disconnect?.()
