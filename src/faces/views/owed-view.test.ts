import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createHashingEmbedder } from '../../testing/hashing-embedder.ts'
import { openReverie } from '../open-reverie.ts'
import type { Reverie } from '../reverie.ts'

const question = 'What is the largest discount of the lantern shop?'

let folder = ''
let reverie: Reverie
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-owed-'))
  mkdirSync(join(folder, 'limits'))
  const { name, model, dimensions } = createHashingEmbedder()
  reverie = await openReverie({ folder, embedder: { name, model, dimensions } })
})
afterEach(async () => {
  await reverie.close()
  rmSync(folder, { recursive: true, force: true })
})

const write = (path: string, text: string) => writeFileSync(join(folder, path), text)
const owed = async () => (await reverie.status()).owed
const nothing = { documents: 0, vectors: 0, questions: 0 }

it('counts what a change owes before any sleep, and nothing that no sleep would do anything about', async () => {
  write('shop.md', '# Shop\n\nThe largest discount of the lantern shop is 15 percent.\n')
  await reverie.questions.pin(question)
  expect(await owed()).toMatchObject({ documents: 0, questions: 1 })
  await reverie.sleep()
  expect(await owed()).toEqual({ ...nothing, left: [] })
  write('shop.md', '# Shop\n\nLanterns are blue.\n')
  await reverie.sync()
  expect(await owed()).toMatchObject({ documents: 1, questions: 1 })
  await reverie.sleep()
  expect(await reverie.sleep()).toMatchObject({ idle: true })
  expect((await reverie.status()).questions).toEqual({ stale: 1 })
  expect(await owed()).toEqual({ ...nothing, left: [{ reason: expect.stringContaining('found nothing'), count: 1 }] })
  expect((await reverie.status()).layers.find(({ layer }) => layer === 'answers')).toMatchObject({ owed: 0 })
})

it('owes no list of what is not there any more, however often it was asked', async () => {
  for (const page of ['a', 'b', 'c'])
    write(
      `limits/${page}.md`,
      `# ${page.toUpperCase()} rules\n\nThe ${page} worker runs for at most 15 minutes.\n\nAt most 20 jobs of ${page} run at once.\n`,
    )
  await reverie.sleep()
  const list = (await reverie.questions.list({ match: 'limits are there', limit: 50 })).find(({ text }) => text.includes('`limits`'))
  expect(list?.state).toBe('prepared')
  await reverie.ask({ question: list?.text ?? '' })
  write('limits/c.md', '# C rules\n\nThe c worker runs for at most 25 minutes.\n')
  await reverie.sync()
  expect((await owed()).questions).toBeGreaterThan(0)
  for (const page of ['a', 'b', 'c']) rmSync(join(folder, `limits/${page}.md`))
  write('other.md', '# Other\n\nLanterns are blue.\n')
  await reverie.sleep()
  expect(await reverie.sleep()).toMatchObject({ idle: true })
  expect((await reverie.questions.list({ match: 'limits are there' })).map(({ state }) => state)).toContain('stale')
  expect(await owed()).toMatchObject(nothing)
})
