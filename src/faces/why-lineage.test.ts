import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { lineageLines } from './cli/lineage-text.ts'
import { openReverie } from './open-reverie.ts'
import type { Reverie } from './reverie.ts'

const { model, name, dimensions } = createHashingEmbedder()
const page = `# Configuration

Lantern reads \`lantern.json\` in the working directory. It is read once.

## Options

- \`retries\`: How often a failed job is tried again. Defaults to \`3\`.
- \`concurrency\`: How many jobs run at once. Defaults to \`2\`.
`

let folder: string
let reverie: Reverie

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-why-'))
  writeFileSync(join(folder, 'page.md'), page)
  reverie = await openReverie({ folder, embedder: { name, model, dimensions } })
  await reverie.sleep()
})

afterEach(async () => {
  await reverie.close()
  rmSync(folder, { recursive: true })
})

async function edit(from: string, to: string): Promise<void> {
  writeFileSync(join(folder, 'page.md'), page.replace(from, to))
  await reverie.sync()
}

/** The prepared answer about one option, with what it rests on. */
async function entryOf(option: string) {
  const [question] = (await reverie.questions.list({ match: option, limit: 200 })).filter(({ text }) => text.includes('default'))
  const answer = await reverie.ask({ question: question?.text ?? '' })
  return reverie.why(answer.decision.entry ?? answer.id)
}

const layer = async (wanted: string) => (await reverie.status()).layers.find(({ layer }) => layer === wanted)

it('why shows what an answer rests on, and where the last change stopped', async () => {
  const before = await entryOf('retries')
  expect(before.lineage).toMatchObject({ kind: 'entry', state: 'fresh', verified: null })
  const roles = new Set(before.lineage?.children.map(({ role }) => role))
  for (const role of ['made from', 'cited', 'watched', 'recipe']) expect(roles).toContain(role)

  await edit('Defaults to `2`.', 'Defaults to `8`.')
  const changed = await reverie.why(before.id)
  // The quotation stays, and the line edited beside it might have mattered: its words are like the question's.
  expect(changed.lineage).toMatchObject({ state: 'suspect', verified: { rung: 'watch-fired', cause: 'page.md', by: 'sync' } })
  const [cited] = changed.lineage?.children.filter(({ role }) => role === 'cited') ?? []
  expect(cited).toMatchObject({ state: 'unchanged', path: 'page.md' })
  const claim = changed.lineage?.children.find(({ role }) => role === 'made from')
  expect(claim).toMatchObject({ state: 'fresh', verified: { rung: 'quotes-unmoved', cause: 'page.md', by: 'sync' } })

  await reverie.sleep()
  const after = await reverie.why(before.id)
  expect(after.lineage).toMatchObject({ state: 'fresh', verified: { rung: 'watch-held', by: 'sleep' } })
  if (after.lineage === null) throw new Error('no lineage')
  const lines = lineageLines(after.lineage, Date.now(), 200)
  expect(lines[0]).toMatch(/^answer to .*: fresh \(watch-held: checked, it still holds.*, .* by sleep\)$/)
  expect(lines.some((line) => /^[├└]─ cited page\.md:\d+ · .*: unchanged$/.test(line))).toBe(true)
})

it('status counts by layer what a change withdrew, and nothing once it is redone', async () => {
  const fresh = (await layer('answers'))?.fresh ?? 0
  expect(fresh).toBeGreaterThan(1)
  await edit('Defaults to `2`.', 'Defaults to `8`.')
  expect((await layer('answers'))?.stale).toBeGreaterThan(0)
  expect((await layer('claims'))?.stale).toBeGreaterThan(0)
  expect((await layer('files'))?.suspect).toBe(1)
  expect((await layer('answers'))?.owed).toBeGreaterThan(0)
  await reverie.sleep()
  for (const wanted of ['answers', 'claims', 'files', 'folders', 'vectors', 'keys'])
    expect(await layer(wanted), wanted).toMatchObject({ suspect: 0, stale: 0, owed: 0 })
})
