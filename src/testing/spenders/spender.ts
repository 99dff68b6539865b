import { appendFileSync } from 'node:fs'
import { openSqliteStore } from '../../adapters/store/sqlite/open-sqlite-store.ts'
import { openLedger } from '../../ledger/open-ledger.ts'
import { systemClock } from '../../spec/clock.ts'
import { ReverieError } from '../../spec/errors.ts'
import type { ScopeId } from '../../spec/ids.ts'
import { systemRandom } from '../../spec/random.ts'
import { spenderCaps } from './spender-cap.ts'

// A process of its own: reserves and settles until the cap refuses, and writes down each call as a provider would see it.
const [path = '', sent = '', name = '', cap = ''] = process.argv.slice(2)
const caps = spenderCaps.slice(Number(cap), Number(cap) + 1)
const store = await openSqliteStore({ path, clock: systemClock })
const ledger = openLedger({ store, clock: systemClock, random: systemRandom })
const context = { scope: 'default' as ScopeId, cause: name, side: 'sleep', purpose: 'distil' } as const
const caller = async (): Promise<void> => {
  for (;;) {
    try {
      const id = await ledger.reserve({ context, model: 'm', tokens: 10, micros: 100 }, caps)
      appendFileSync(sent, '10\n')
      await ledger.settle(id, { inputTokens: 9, cachedTokens: 0, outputTokens: 1, micros: 100 })
    } catch (cause) {
      if (cause instanceof ReverieError && cause.code === 'budget-refused') return
      if (!(cause instanceof ReverieError && cause.isRetryable)) throw cause
    }
  }
}
process.stdout.write('begun\n')
await Promise.all([caller(), caller(), caller()])
await store.close()
