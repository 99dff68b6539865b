import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { handbookModel, type ModelCall, modelCall } from '../testing/handbook-model.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { createScriptedModel } from '../testing/scripted-model.ts'
import { openReverie } from './open-reverie.ts'
import type { Reverie, ReverieOptions } from './reverie.ts'

const page = '# Backups\n\nCopy the queue file while the worker is stopped. A backup taken while the worker runs may hold half a job.\n'
const question = 'May a backup be taken while the worker runs?'

let folder = ''
let readings = 0
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-promote-'))
  writeFileSync(join(folder, 'backups.md'), page)
  readings = 0
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Each reading of the question is worded anew. */
function reply(call: ModelCall): string {
  const text = handbookModel(call)
  if (call.format !== null || !call.text.includes(question)) return text
  readings += 1
  return text.replace('In short', `Reading ${readings === 1 ? 'one' : 'more'}`)
}

async function open(options: ReverieOptions = {}): Promise<Reverie> {
  const { name, model, dimensions } = createHashingEmbedder()
  return openReverie({ folder, embedder: { name, model, dimensions }, ...options })
}
const byModel = (name = 'scripted/one'): ReverieOptions => ({
  model: { name, model: createScriptedModel((given) => ({ text: reply(modelCall(given)) })), price: { input: 1, output: 2 } },
})

describe('an answer that an ask left', () => {
  it('is verified asleep and served as prepared, its text not made again', async () => {
    await using reverie = await open(byModel())
    const live = await reverie.ask({ question })
    expect(live).toMatchObject({ served: 'live', text: expect.stringContaining('Reading one') })
    await reverie.status()
    expect(await reverie.ask({ question })).toMatchObject({ served: 'hit', preparedBy: 'ask' })
    await reverie.sleep()
    expect(await reverie.sleep()).toMatchObject({ idle: true })
    expect(readings).toBe(1)
    expect(await reverie.ask({ question })).toMatchObject({ served: 'hit', preparedBy: 'sleep', text: live.text })
    expect(await reverie.ask({ question: `Please, ${question.toLowerCase()}` })).toMatchObject({ served: 'hit', text: live.text })
  })

  it('is made again where its source has changed since', async () => {
    await using reverie = await open(byModel())
    await reverie.ask({ question })
    await reverie.sync()
    writeFileSync(join(folder, 'backups.md'), page.replace('half a job', 'half of a job'))
    await reverie.sleep()
    expect(readings).toBeGreaterThan(1)
    expect(await reverie.ask({ question })).toMatchObject({
      served: 'hit',
      preparedBy: 'sleep',
      text: expect.stringContaining('Reading more'),
    })
  })

  it('is made again where it was made without a model', async () => {
    const first = await open()
    expect(await first.ask({ question })).toMatchObject({ served: 'live', model: null })
    await first.close()
    const second = await open(byModel())
    await second.sleep()
    expect(readings).toBeGreaterThan(0)
    expect(await second.ask({ question })).toMatchObject({ served: 'hit', preparedBy: 'sleep', model: 'scripted/one' })
    await second.close()
  })

  it('without a model is verified as it stands', async () => {
    await using reverie = await open()
    const live = await reverie.ask({ question })
    await reverie.sleep()
    expect(await reverie.ask({ question })).toMatchObject({ served: 'hit', preparedBy: 'sleep', text: live.text })
    expect(await reverie.sleep()).toMatchObject({ idle: true })
  })
})
