import { afterEach, describe, expect, it, vi } from 'vitest'
import { testPostgres } from '../../../testing/test-postgres.ts'
import { openPostgresStore } from './open-postgres-store.ts'

const postgres = await testPostgres()

afterEach(() => {
  vi.useRealTimers()
})

describe.skipIf(postgres.missing !== null)(`leases by the time of ${postgres.title}`, () => {
  it('a process whose clock is an hour or a day off takes no lease that lives, and is not held up by its own', async () => {
    const connection = await postgres.nameSchema()
    const open = () => openPostgresStore({ connection })
    const [own, skewed] = [await open(), await open()]
    try {
      expect((await own.claimLease('sleep', 'own', 30_000))?.fence).toBe(1)
      vi.useFakeTimers({ toFake: ['Date'] })
      for (const skew of [3_600_000, 86_400_000, -86_400_000]) {
        vi.setSystemTime(Date.now() + skew)
        expect(await skewed.claimLease('sleep', 'skewed', 30_000), `${skew} ms off`).toBe(null)
      }
      expect((await skewed.claimLease('other', 'skewed', 30_000))?.fence).toBe(1)
      vi.useRealTimers()
      expect((await own.claimLease('sleep', 'own', 30_000))?.fence).toBe(1)
      const [row] = await postgres.run(connection, "select expires_at as until from leases where name = 'other'")
      expect(Math.abs(Number(row?.until) - Date.now() - 30_000)).toBeLessThan(10_000)
    } finally {
      await own.close()
      await skewed.close()
    }
  })
})
