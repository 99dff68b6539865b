import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { handbookModel, modelCall } from '../../testing/handbook-model.ts'
import { createHashingEmbedder } from '../../testing/hashing-embedder.ts'
import { createScriptedModel } from '../../testing/scripted-model.ts'
import { openReverie } from '../open-reverie.ts'

const files: Readonly<Record<string, string>> = {
  'README.md': '# Lantern\n\nLantern is a small job queue for teams that run one server. It keeps jobs in a file and needs no broker.\n',
  'docs/limits.md': '# Limits\n\nA job may run for at most 15 minutes on the server. The queue holds 5000 jobs before it refuses more.\n',
  'docs/backups.md':
    '# Backups\n\nCopy the queue file while the worker is stopped. A backup taken while the worker runs may hold half a job.\n',
}

let base: string
let bundle: string
const questions: string[] = []

function place(name: string): string {
  const folder = join(base, name)
  mkdirSync(join(folder, 'docs'), { recursive: true })
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text)
  return folder
}

function open(folder: string, withModel: boolean) {
  const { name, model, dimensions } = createHashingEmbedder()
  const scripted = createScriptedModel((options) => ({ text: handbookModel(modelCall(options)) }))
  const modelOption = withModel ? { model: { name: 'scripted/one', model: scripted, price: null } } : {}
  return openReverie({ folder, embedder: { name, model, dimensions }, ...modelOption }).then((reverie) => ({ reverie, scripted }))
}

beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), 'reverie-model-bundle-'))
  const { reverie } = await open(place('maker'), true)
  await reverie.sleep()
  questions.push(...(await reverie.questions.list({ state: 'prepared', limit: 100 })).map(({ text }) => text))
  bundle = join(base, 'night.bundle')
  await reverie.exportBundle({ to: bundle })
  await reverie.close()
})

afterAll(() => rmSync(base, { recursive: true, force: true }))

describe('what a model prepared', () => {
  it('is served elsewhere without one', async () => {
    const { reverie } = await open(place('without'), false)
    await using clone = reverie
    const { entries, summaries } = await clone.importBundle({ from: bundle })
    expect(entries).toMatchObject({ total: questions.length, held: questions.length, refused: [] })
    expect(summaries).toMatchObject({ held: summaries.total, refused: [] })
    for (const question of questions) expect(await clone.ask({ question })).toMatchObject({ served: 'hit', model: 'scripted/one' })
    expect((await clone.summary('docs/limits.md')).headline).toBe('A page of the handbook.')
  })

  it('is not paid for again by a clone that has the same one', async () => {
    const { reverie, scripted } = await open(place('with'), true)
    await using clone = reverie
    await clone.importBundle({ from: bundle })
    const receipt = await clone.sleep()
    expect(receipt.failed).toEqual([])
    expect(scripted.calls).toEqual([])
    expect(receipt.spend).toMatchObject({ inputTokens: 0, outputTokens: 0 })
  })
})
