import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { handbookModel, type ModelCall, modelCall } from '../testing/handbook-model.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { createScriptedModel } from '../testing/scripted-model.ts'
import { openReverie } from './open-reverie.ts'
import type { Reverie } from './reverie.ts'

const page = '# Backups\n\nCopy the queue file while the worker is stopped. A backup taken while the worker runs may hold half a job.\n'
const question = 'May a backup be taken while the worker runs?'

let folder = ''
let isRefuting = true
/** Calls about the question. */
const calls: string[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-refuted-'))
  writeFileSync(join(folder, 'backups.md'), page)
  isRefuting = true
  calls.length = 0
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Its verifier finds no answer to the question supported. */
function reply(call: ModelCall): string {
  // Nothing else is prepared that would be served for it.
  if (call.format === 'questions') return JSON.stringify({ questions: [] })
  if (!call.text.includes(question)) return handbookModel(call)
  calls.push(call.format ?? 'reading')
  if (call.format !== 'verdicts' || !isRefuting) return handbookModel(call)
  const judged = JSON.parse(handbookModel(call)) as { readonly sentences: readonly object[] }
  return JSON.stringify({ sentences: judged.sentences.map((one) => ({ ...one, verdict: 'unsupported' })), answers: 'no' })
}

function open(): Promise<Reverie> {
  const { name, model, dimensions } = createHashingEmbedder()
  const scripted = createScriptedModel((given) => ({ text: reply(modelCall(given)) }))
  return openReverie({
    ...{ folder, embedder: { name, model, dimensions } },
    model: { name: 'scripted/one', model: scripted, price: { input: 1, output: 2 } },
  })
}

async function ask(reverie: Reverie) {
  const answer = await reverie.ask({ question })
  await reverie.status()
  return answer
}

describe('an answer that an ask left and the verifier asleep refutes', () => {
  it('is withdrawn: asked again it is answered live, filed no more, and not paid for again every night', async () => {
    await using reverie = await open()
    expect(await ask(reverie)).toMatchObject({ served: 'live' })
    expect(await ask(reverie)).toMatchObject({ served: 'hit', preparedBy: 'ask' })
    const { skipped } = await reverie.sleep()
    expect(skipped.some(({ reason }) => reason.startsWith('not supported'))).toBe(true)
    expect(await ask(reverie)).toMatchObject({ served: 'live' })
    expect(await ask(reverie)).toMatchObject({ served: 'live' })
    for (let night = 0; night < 2; night += 1) {
      calls.length = 0
      await reverie.sleep()
      expect(calls).toEqual([])
      expect(await ask(reverie)).toMatchObject({ served: 'live' })
    }
    expect(await reverie.sleep()).toMatchObject({ idle: true })
  })

  it('is tried again once what it rests on has changed', async () => {
    await using reverie = await open()
    await ask(reverie)
    await reverie.sleep()
    isRefuting = false
    await reverie.sleep()
    expect(await ask(reverie)).toMatchObject({ served: 'live' })
    writeFileSync(join(folder, 'backups.md'), page.replace('half a job', 'a half of the job'))
    await reverie.sleep()
    expect(await ask(reverie)).toMatchObject({ served: 'hit', preparedBy: 'sleep', text: expect.stringContaining('a half of the job') })
  })

  it('is tried, and refuted, once more where what it rests on changed and came back', async () => {
    await using reverie = await open()
    await ask(reverie)
    await reverie.sleep()
    writeFileSync(join(folder, 'backups.md'), page.replace('half a job', 'a half of the job'))
    await reverie.sync()
    writeFileSync(join(folder, 'backups.md'), page)
    await reverie.sync()
    await ask(reverie)
    await reverie.sleep()
    expect(await ask(reverie)).toMatchObject({ served: 'live' })
    calls.length = 0
    await reverie.sleep()
    expect(calls).toEqual([])
    expect(await ask(reverie)).toMatchObject({ served: 'live' })
  })

  it('stays where it was approved', async () => {
    await using reverie = await open()
    const { text } = await ask(reverie)
    await reverie.questions.approve(question)
    await reverie.sleep()
    expect(await ask(reverie)).toMatchObject({ served: 'hit', text, approvedAt: expect.any(Number) })
  })
})
