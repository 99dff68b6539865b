import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { byQuotationAlone } from '../cache/labels/match-judgement.ts'
import { handbookModel, type ModelCall, modelCall } from '../testing/handbook-model.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { paidServerPage as page } from '../testing/paid-server-page.ts'
import { createScriptedModel } from '../testing/scripted-model.ts'
import { recordServedNear } from '../testing/served-near.ts'
import { openReverie } from './open-reverie.ts'
import type { Reverie } from './reverie.ts'

const { model, name, dimensions } = createHashingEmbedder()
const payer = 'Who is the server paid by within 30 days?'
const port = 'Which port does the server listen on by default?'

let folder: string
const database = () => join(folder, '.reverie', 'reverie.db')

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-shadow-'))
  writeFileSync(join(folder, 'server.md'), page)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function rows(query: string): readonly Record<string, unknown>[] {
  const db = new DatabaseSync(database(), { readOnly: true })
  try {
    return db
      .prepare(query)
      .all()
      .map((row) => ({ ...row }))
  } finally {
    db.close()
  }
}

/** A Reverie that answers the payer's question from what a sleep prepared, and has nothing left to do. */
async function prepared(): Promise<Reverie> {
  const reverie = await openReverie({ folder, embedder: { name, model, dimensions } })
  await reverie.ask({ question: payer })
  await reverie.sleep()
  return reverie
}

async function servedNear(reverie: Reverie, question: string): Promise<string> {
  const hit = await reverie.ask({ question: payer })
  expect(hit.served).toBe('hit')
  // Written once the answer is given.
  await reverie.status()
  return recordServedNear({ database: database(), hit, question })
}

const labels = () => rows(`select question, same, source, served, features, recipe from labels where source = 'shadow' order by question`)

test('a match that a live answer and a guard speak against is wrong: a label, never served so again', async () => {
  await using reverie = await prepared()
  const ask = await servedNear(reverie, port)
  expect((await reverie.sleep()).produced).toMatchObject({ 'shadow checks': 1 })
  expect(labels()).toEqual([{ question: port, same: 0, source: 'shadow', served: 1, features: '[0.9,1]', recipe: 'v1' }])
  expect(rows(`select json_extract(monitor, '$.wrong') as wrong from gates where class = ''`)).toEqual([{ wrong: 1 }])
  const overruled = await reverie.feedback({ ask, verdict: 'right' })
  expect(overruled).toMatchObject({ label: 'added', blocked: false })
  expect(labels()).toEqual([])
})

test('one that the reader quotes the same for is counted, and is no evidence', async () => {
  await using reverie = await prepared()
  await servedNear(reverie, 'By whom is the server paid within 30 days?')
  await reverie.sleep()
  expect(labels()).toMatchObject([{ same: 1, features: null, recipe: byQuotationAlone }])
})

test('an unsure check labels nothing, and is not made again: the next sleep is idle and writes none', async () => {
  await using reverie = await prepared()
  await servedNear(reverie, 'Is the server of Marrowbone nice and expensive and slow?')
  expect((await reverie.sleep()).produced).toMatchObject({ 'shadow checks': 1 })
  expect(labels()).toEqual([])
  expect(await reverie.sleep()).toMatchObject({ idle: true, produced: {} })
})

test('what was judged, is no longer prepared so, or was served to its own words is not checked', async () => {
  await using reverie = await prepared()
  await reverie.feedback({ ask: await servedNear(reverie, port), verdict: 'right' })
  await reverie.sleep()
  await servedNear(reverie, 'Whom does the server have to pay?')
  writeFileSync(join(folder, 'server.md'), page.replace('Marrowbone', 'Throckmorton'))
  expect((await reverie.sleep()).produced).not.toHaveProperty('shadow checks')
  expect(labels()).toEqual([])
})

test('a sleep checks twenty at most, the next one others', async () => {
  await using reverie = await prepared()
  for (let at = 0; at < 23; at++) await servedNear(reverie, `So who is the server paid by within 30 days, I ask ${'again '.repeat(at)}?`)
  expect((await reverie.sleep()).produced).toMatchObject({ 'shadow checks': 20 })
  expect((await reverie.sleep()).produced).toMatchObject({ 'shadow checks': 3 })
})

const handbook = `# Limits

A job may run for at most 15 minutes on the server. The queue holds 5000 jobs before it refuses more.
`
const limit = 'Which rule says that A job may run for at most 15 minutes on the server?'
const other = 'Which rule says that the queue holds 5000 jobs before it refuses more?'

/** Does its job, but finds that no answer answers what is asked and no question the same. */
function strictModel(call: ModelCall): string {
  if (call.format === 'verdicts') return JSON.stringify({ ...(JSON.parse(handbookModel(call)) as object), answers: 'no' })
  if (call.format === 'verdict') return JSON.stringify({ difference: 'another limit', verdict: 'different' })
  return handbookModel(call)
}

async function checkedByModel(rule: (call: ModelCall) => string, budget?: { readonly tokens: number }) {
  writeFileSync(join(folder, 'server.md'), handbook)
  const options = { folder, embedder: { name, model, dimensions } }
  const named = (rule: (call: ModelCall) => string) => ({
    model: { name: 'scripted/one', model: createScriptedModel((given) => ({ text: rule(modelCall(given)) })), price: null },
  })
  {
    await using reverie = await openReverie({ ...options, ...named(handbookModel) })
    // With a budget a model words the keys, which the next sleep would else owe.
    await reverie.sleep({ budget: { tokens: 1_000_000 } })
    const hit = await reverie.ask({ question: limit })
    expect(hit.served).toBe('hit')
    await reverie.status()
    recordServedNear({ database: database(), hit, question: other.replace('rule', 'of the rules') })
  }
  await using reverie = await openReverie({ ...options, ...named(rule) })
  return await reverie.sleep(budget === undefined ? {} : { budget })
}

test('with a model, reader and verifier judge, and what they say is evidence', async () => {
  expect(await checkedByModel(strictModel)).toMatchObject({ produced: { 'shadow checks': 1 }, failed: [] })
  expect(labels()).toMatchObject([{ same: 0, features: '[0.9,1]', recipe: 'v1' }])
})

test('with a model that agrees throughout it is right, and evidence', async () => {
  await checkedByModel(handbookModel)
  expect(labels()).toMatchObject([{ same: 1, features: '[0.9,1]', recipe: 'v1' }])
})

test('checks stay within the budget of the sleep, and wait for the next one', async () => {
  const receipt = await checkedByModel(strictModel, { tokens: 1 })
  expect(receipt.skipped).toContainEqual({ reason: 'shadow checks beyond the budget', count: 1 })
  expect(labels()).toEqual([])
})

test('a model that fails labels nothing, and the check is owed', async () => {
  const receipt = await checkedByModel((call) => {
    if (call.format === 'verdicts') throw new Error('out of order')
    return handbookModel(call)
  })
  expect(receipt.failed).toMatchObject([{ stage: 'verify' }])
  expect(labels()).toEqual([])
  expect(rows(`select * from memos where skill = 'shadow'`)).toEqual([])
})
