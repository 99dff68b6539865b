import { describe, expect, it } from 'vitest'
import { openSqliteStore } from '../adapters/store/sqlite/open-sqlite-store.ts'
import type { ScopeId } from '../spec/ids.ts'
import type { SpendContext } from '../spec/ledger.ts'
import { scriptedClock } from '../testing/scripted-clock.ts'
import { seededRandom } from '../testing/seeded-random.ts'
import { attributed } from './attribution.ts'
import { openLedger } from './open-ledger.ts'
import { addSpent, spentSince } from './spent-since.ts'

const context: SpendContext = { scope: 'default' as ScopeId, cause: 'run', side: 'sleep', purpose: 'distil' }
const day = 24 * 3_600_000

async function world() {
  const clock = scriptedClock(Date.UTC(2026, 0, 30, 12))
  const store = await openSqliteStore({ path: ':memory:', clock })
  return { clock, store, ledger: openLedger({ store, clock, random: seededRandom() }) }
}

describe('reserve', () => {
  it('names the cap that refused, its window and what raises it', async () => {
    const { clock, ledger } = await world()
    const month = { tokens: 100, usd: null, per: 'month', setting: 'caps.sleep.month' } as const
    const whole = { tokens: 150, usd: 0.0001, per: 'day', where: 'everywhere', setting: 'caps.everywhere.day' } as const
    await ledger.reserve({ context, model: 'm', tokens: 90, micros: 10 }, [month, whole])
    const refused = ledger.reserve({ context, model: 'm', tokens: 20, micros: 10 }, [month, whole])
    await expect(refused).rejects.toThrow('The sleep budget of 100 tokens for this month does not allow a call for distil')
    await expect(refused).rejects.toMatchObject({ code: 'budget-refused', hint: expect.stringContaining('Raise caps.sleep.month') })
    const elsewhere = { ...context, scope: 'other' as ScopeId, side: 'ask' } as const
    await expect(ledger.reserve({ context: elsewhere, model: 'm', tokens: 1, micros: 91 }, [month, whole])).rejects.toThrow(
      'The whole budget of $0.0001 for today, over all scopes and both sides,',
    )
    clock.advance(2 * day)
    await ledger.reserve({ context, model: 'm', tokens: 100, micros: 10 }, [month, whole])
  })

  it('holds a cap of a purpose against that purpose alone', async () => {
    const { ledger } = await world()
    const caps = [{ tokens: 10, usd: null, per: 'day', purpose: 'verify', setting: 'caps.sleep.purposes.verify' }] as const
    await ledger.reserve({ context, model: 'm', tokens: 500, micros: null }, caps)
    await ledger.reserve({ context: { ...context, purpose: 'verify' }, model: 'm', tokens: 10, micros: null }, caps)
    await expect(ledger.reserve({ context: { ...context, purpose: 'verify' }, model: 'm', tokens: 1, micros: null }, caps)).rejects.toThrow(
      'The sleep (verify) budget of 10 tokens for today',
    )
  })

  it('books a call to what it is attributed to, however deep, and to nothing else', async () => {
    const { ledger, store } = await world()
    const reserve = () => ledger.reserve({ context, model: 'm', tokens: 10, micros: 5 }, [])
    const deep = async () => {
      await Promise.resolve()
      return reserve()
    }
    const [, , settled] = await Promise.all([
      attributed({ predictor: 'misses', region: 'a.md' }, deep),
      attributed({ predictor: 'history+misses', region: 'b.md' }, deep),
      reserve(),
    ])
    await ledger.settle(settled, { inputTokens: 4, cachedTokens: 1, outputTokens: 3, reasoningTokens: 2, micros: 2 })
    const groups = await spentSince(store.read, { scope: context.scope })
    expect(groups.map(({ predictor, region, micros }) => [predictor, region, micros])).toEqual([
      ['history+misses', 'b.md', 5],
      ['misses', 'a.md', 5],
      ['', '', 2],
    ])
    expect(addSpent(groups)).toMatchObject({ calls: 3, openCalls: 2, openTokens: 20, tokens: 27, micros: 12, reasoningTokens: 2 })
    await store.close()
  })
})
