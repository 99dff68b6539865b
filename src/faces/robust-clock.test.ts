import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { handbookModel, modelCall } from '../testing/handbook-model.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { unsoundRows } from '../testing/kills/unsound-rows.ts'
import { createScriptedModel } from '../testing/scripted-model.ts'
import { openReverie } from './open-reverie.ts'
import type { ReverieOptions } from './reverie.ts'

const dayMs = 86_400_000
const subjects = ['lantern', 'badger', 'harbour', 'willow', 'copper', 'meadow']
const { name, model: embedding, dimensions } = createHashingEmbedder()
const start = Date.UTC(2026, 4, 15, 12)

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-clock-'))
  for (const [at, subject] of subjects.entries())
    writeFileSync(
      join(folder, `${subject}.md`),
      `# The ${subject} worker\n\nThe ${subject} worker runs for ${at + 10} minutes at most on the server.\n`,
    )
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** A wall clock that jumps a day ahead, back, and back again, a jump every few looks; durations go on as ever. */
function jumpingClock() {
  let looks = 0
  const jumps = [0, dayMs, 0, -dayMs]
  return { now: () => start + looks + (jumps[Math.floor(looks++ / 7) % jumps.length] ?? 0), monotonic: () => performance.now() }
}

const open = (options: Partial<ReverieOptions>) => openReverie({ folder, embedder: { name, model: embedding, dimensions }, ...options })

const handbook = () => createScriptedModel((options) => ({ text: handbookModel(modelCall(options)), usage: null }))

describe('a clock that jumps a day ahead and back while it sleeps', () => {
  it('disturbs neither the sleep nor what it made', async () => {
    {
      await using reverie = await open({ clock: jumpingClock() })
      expect(await reverie.sleep()).toMatchObject({ stoppedBy: 'done', failed: [] })
      expect(await reverie.sleep()).toMatchObject({ stoppedBy: 'done', failed: [] })
    }
    await using calm = await open({ clock: { now: () => start, monotonic: () => performance.now() } })
    expect(await calm.sleep()).toMatchObject({ stoppedBy: 'done', failed: [] })
    expect(await calm.sleep()).toMatchObject({ idle: true })
    expect(await calm.ask({ question: 'How long may the badger worker run?' })).toMatchObject({
      citations: expect.arrayContaining([expect.objectContaining({ path: 'badger.md' })]),
    })
    expect(unsoundRows(join(folder, '.reverie/reverie.db'))).toEqual([])
  }, 60_000)

  it('opens no day and no month twice: their caps hold over all the days it saw', async () => {
    const perDay = 60_000
    const perMonth = 130_000
    const model = { name: 'scripted', model: handbook(), price: { input: 1, output: 1 } }
    await using reverie = await open({
      clock: jumpingClock(),
      model,
      caps: { sleep: { day: { tokens: perDay }, month: { tokens: perMonth } } },
    })
    for (let sleep = 0; sleep < 3; sleep += 1) await reverie.sleep({ budget: { tokens: 10_000_000 } })
    const database = new DatabaseSync(join(folder, '.reverie/reverie.db'), { readOnly: true })
    const rows = database.prepare("select at, input_tokens + output_tokens as tokens, state from ledger where side = 'sleep'").all()
    database.close()
    const byDay = new Map<number, number>()
    for (const { at, tokens } of rows) {
      const day = Math.floor(Number(at) / dayMs)
      byDay.set(day, (byDay.get(day) ?? 0) + Number(tokens))
    }
    for (const [day, tokens] of byDay) expect(tokens, `day ${day}`).toBeLessThanOrEqual(perDay)
    const all = [...byDay.values()].reduce((sum, tokens) => sum + tokens, 0)
    expect(all).toBeGreaterThan(perDay)
    expect(all).toBeLessThanOrEqual(perMonth)
  }, 60_000)
})
