import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runSpenders } from '../testing/spenders/run-spenders.ts'

it('keeps a cap over real processes, one of them killed while it spends', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'reverie-spenders-'))
  try {
    const outcome = await runSpenders({ folder, rounds: 1, processes: 2 })
    expect(outcome).toMatchObject({ passed: 0 })
    expect(outcome.sent + outcome.open).toBeGreaterThanOrEqual(200)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}, 30_000)
