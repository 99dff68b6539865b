import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { handbookModel, modelCall } from '../testing/handbook-model.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { createScriptedModel } from '../testing/scripted-model.ts'
import { openReverie } from './open-reverie.ts'
import type { Reverie, ReverieOptions } from './reverie.ts'

const question = 'What is the largest discount of the lantern shop?'
const other = 'Who may grant the largest discount of the lantern shop?'
const brief = { instructions: 'Answer in five words.' }
const strange = { instructions: 'Answer like a sailor.' }

let folder = ''
let opened: Reverie[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-policies-'))
})

afterEach(async () => {
  await Promise.all(opened.map((reverie) => reverie.close()))
  opened = []
  rmSync(folder, { recursive: true, force: true })
})

async function open(options: ReverieOptions = {}): Promise<Reverie> {
  const { name, model, dimensions } = createHashingEmbedder()
  const database = join(folder, 'state.db')
  const reverie = await openReverie({ folder: null, database, embedder: { name, model, dimensions }, ...options })
  opened.push(reverie)
  await reverie.put({
    id: 'discounts.md',
    text: '# Discounts\n\nThe largest discount of the lantern shop is 15 percent.\n\nOnly the keeper may grant the largest discount of the lantern shop.\n',
  })
  return reverie
}

/** Marks what it writes with the instructions it was given. */
function obedientModel() {
  return createScriptedModel((options) => {
    const call = modelCall(options)
    const text = handbookModel(call)
    return { text: call.format === null && call.text.includes(brief.instructions) ? text.replace('In short', 'Briefly') : text }
  })
}

const withModel = () => ({ model: { name: 'scripted/obedient', model: obedientModel(), price: null } })

function rows(query: string): readonly Record<string, unknown>[] {
  const database = new DatabaseSync(join(folder, 'state.db'), { readOnly: true })
  const found = database.prepare(query).all()
  database.close()
  return found
}

describe('a policy that nothing is prepared for', () => {
  it('goes live, is remembered, and is prepared for by the next sleep, for itself alone', async () => {
    const reverie = await open(withModel())
    await reverie.sleep()
    const first = await reverie.ask({ question, policy: brief })
    expect(first).toMatchObject({ served: 'live', decision: { reason: 'unknown-policy' } })
    expect(first.text).toContain('Briefly')
    await reverie.ask({ question: other })
    await reverie.sleep()

    const hit = await reverie.ask({ question, policy: brief })
    expect(hit).toMatchObject({ served: 'hit', preparedBy: 'sleep', preparedFor: question, decision: { reason: 'exact' } })
    expect(hit.text).toContain('Briefly')
    expect(await reverie.ask({ question: other, policy: brief }), 'asked under the default').toMatchObject({
      served: 'hit',
      preparedBy: 'sleep',
    })
    for (const policy of [{}, strange, { language: 'de' }]) {
      const answer = await reverie.ask({ question, policy })
      expect(answer.text).not.toContain('Briefly')
      expect(answer.decision.entry).not.toBe(hit.decision.entry)
    }
    expect((await reverie.ask({ question: 'Who is the admin?', policy: brief })).decision.reason).not.toBe('unknown-policy')
    await reverie.status()
    const seen = rows('select body, asked_count from policies order by asked_count desc')
    expect(seen).toHaveLength(3)
    expect(seen[0]).toMatchObject({ asked_count: 4 })
    expect(JSON.parse(String(seen[0]?.body))).toMatchObject(brief)
  })

  it('is made again under itself when what it cites has changed', async () => {
    const reverie = await open(withModel())
    await reverie.ask({ question, policy: brief })
    await reverie.sleep()
    expect(await reverie.ask({ question, policy: brief })).toMatchObject({ served: 'hit', preparedBy: 'sleep' })
    await reverie.put({ id: 'discounts.md', text: '# Discounts\n\nThe largest discount of the lantern shop is 25 percent.\n' })
    expect((await reverie.ask({ question, policy: brief })).text).toContain('25')
    await reverie.sleep()
    const answer = await reverie.ask({ question, policy: brief })
    expect(answer).toMatchObject({ served: 'hit', preparedBy: 'sleep' })
    expect(answer.text).toMatch(/Briefly.*25/)
  })

  it('is only prepared for by a model, which the receipt says', async () => {
    const reverie = await open()
    await reverie.ask({ question, policy: brief })
    const receipt = await reverie.sleep()
    expect(receipt.skipped).toContainEqual({ reason: 'asked under a policy that only a model can obey', count: 1 })
    expect(await reverie.ask({ question, policy: brief })).toMatchObject({ served: 'hit', preparedBy: 'ask' })
    expect(await reverie.ask({ question })).toMatchObject({ served: 'hit', preparedBy: 'sleep' })
  })

  it('is one of the most asked three that a sleep prepares for', async () => {
    const reverie = await open(withModel())
    for (let at = 0; at < 5; at++)
      for (let times = 0; times <= at; times++) await reverie.ask({ question, policy: { instructions: `Answer in way ${at}.` } })
    await reverie.sleep()
    const prepared = []
    for (let at = 0; at < 5; at++)
      prepared.push((await reverie.ask({ question, policy: { instructions: `Answer in way ${at}.` } })).preparedBy)
    expect(prepared).toEqual(['ask', 'ask', 'sleep', 'sleep', 'sleep'])
  })
})
