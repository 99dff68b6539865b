import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openSqliteStore } from '../adapters/store/sqlite/open-sqlite-store.ts'
import { blocksFor, isBlocked } from '../cache/labels/blocks.ts'
import { systemClock } from '../spec/clock.ts'
import type { EntryId, ScopeId } from '../spec/ids.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { paidServerPage as page } from '../testing/paid-server-page.ts'
import { recordServedNear } from '../testing/served-near.ts'
import { giveFeedback } from './feedback.ts'
import { openReverie } from './open-reverie.ts'
import type { Reverie } from './reverie.ts'

const { model, name, dimensions } = createHashingEmbedder()
const own = 'Who is the server paid by within 30 days?'
const near = 'Who is paid by the server within 30 days?'

let folder: string
const database = () => join(folder, '.reverie', 'reverie.db')
const open = () => openReverie({ folder, embedder: { name, model, dimensions } })

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-feedback-'))
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

const labels = () => rows("select question, prepared_for, same, source, served, ask from labels where source in ('feedback', 'shadow')")

/** Prepares the answer to the own question. */
async function prepare(reverie: Reverie): Promise<void> {
  await reverie.ask({ question: own })
  await reverie.sleep()
}

/** The answer to the own question, served as if it was near. */
async function servedNear(reverie: Reverie, question: string): Promise<string> {
  const hit = await reverie.ask({ question: own })
  await reverie.status()
  return recordServedNear({ database: database(), hit, question })
}

/** Whether what is prepared for the own question may be served to another one, asked by a process of its own. */
async function isKeptFrom(question: string): Promise<boolean> {
  const store = await openSqliteStore({ path: database(), clock: systemClock })
  try {
    const entry = await store.read
      .selectFrom('entries')
      .select(['entry', 'alike'])
      .where('question_text', '=', own)
      .executeTakeFirstOrThrow()
    const blocks = await blocksFor(store.read, 'default' as ScopeId, question)
    return isBlocked(blocks, { id: entry.entry as EntryId, alike: entry.alike })
  } finally {
    await store.close()
  }
}

describe('a near answer', () => {
  test('that is wrong is a label, is kept from its question for good and says so', async () => {
    let ask: string
    {
      await using reverie = await open()
      await prepare(reverie)
      ask = await servedNear(reverie, near)
      const receipt = await reverie.feedback({ ask: ask.slice(0, 12), verdict: 'wrong', note: 'who pays whom' })
      expect(receipt).toMatchObject({
        ask,
        question: near,
        verdict: 'wrong',
        served: 'hit',
        preparedFor: own,
        label: 'added',
        blocked: true,
        gate: { state: 'open', reason: '' },
      })
      expect(receipt.next).toContain(`What was prepared for "${own}" is not served to this question again`)
    }
    expect(labels()).toEqual([{ question: near, prepared_for: own, same: 0, source: 'feedback', served: 1, ask }])
    expect(rows(`select features, recipe from labels where source = 'feedback'`)).toEqual([{ features: '[0.9,1]', recipe: 'v1' }])
    expect(await isKeptFrom(`${near}!`)).toBe(true)
    expect(await isKeptFrom(own)).toBe(false)
    expect(JSON.parse(String(rows(`select decision from records where ask = '${ask}'`)[0]?.decision))).toMatchObject({
      reason: 'near',
      feedback: { verdict: 'wrong', note: 'who pays whom' },
    })
    await using again = await open()
    expect(await again.ask({ question: own })).toMatchObject({ served: 'hit' })
  })

  test('that is right teaches; taken back, a verdict counts as what it is now; the same twice is one', async () => {
    await using reverie = await open()
    await prepare(reverie)
    const ask = await servedNear(reverie, near)
    expect(await reverie.feedback({ ask, verdict: 'right' })).toMatchObject({ label: 'added', blocked: false })
    expect(await reverie.feedback({ ask, verdict: 'wrong' })).toMatchObject({ label: 'replaced', blocked: true })
    const before = rows('select * from labels')
    expect(await reverie.feedback({ ask, verdict: 'wrong' })).toMatchObject({ label: 'unchanged', blocked: true })
    expect(rows('select * from labels')).toEqual(before)
    expect(await reverie.feedback({ ask, verdict: 'right' })).toMatchObject({ label: 'replaced', blocked: false })
    expect(labels()).toMatchObject([{ same: 1 }])
    expect(await isKeptFrom(near)).toBe(false)
  })

  test('that is wrong too often closes the gate, which says why, whichever process asks', async () => {
    await using reverie = await open()
    await using other = await open()
    await prepare(reverie)
    for (const [at, who] of ['Whom', 'Which of them', 'For what'].entries()) {
      const ask = await servedNear(reverie, `${who} does the server pay within 30 days?`)
      const receipt = await (at % 2 === 0 ? reverie : other).feedback({ ask, verdict: 'wrong' })
      expect(receipt.gate.state).toBe(at === 0 ? 'open' : 'closed')
      if (at > 0) expect(receipt.next).toContain(receipt.gate.reason)
    }
    expect(rows(`select class, state from gates where class = ''`)).toEqual([{ class: '', state: 'closed' }])
  })

  test('a key in the very words becomes a sign against the entry', async () => {
    await using reverie = await open()
    await prepare(reverie)
    const ask = await servedNear(reverie, near)
    const db = new DatabaseSync(database())
    db.prepare(
      `insert into keys (scope, policy, entry, text, normalised, kind, vector, active, revision)
       select scope, policy, entry, ?, lower(rtrim(?, '?')), 'confirmed', vector, 1, revision from keys where kind = 'question' and text = ?`,
    ).run(near, near, own)
    db.close()
    expect(await reverie.ask({ question: near })).toMatchObject({ served: 'hit', decision: { reason: 'exact' } })
    await reverie.feedback({ ask, verdict: 'wrong' })
    expect(
      rows(`select kind from keys where text = '${near}' and entry in (select entry from entries where question_text = '${own}')`),
    ).toEqual([{ kind: 'near-miss' }])
  })

  test('two verdicts at once are both kept', async () => {
    await using reverie = await open()
    await using other = await open()
    await prepare(reverie)
    const [first, second] = [await servedNear(reverie, near), await servedNear(reverie, 'Who has the server pay within 30 days?')]
    await Promise.all([reverie.feedback({ ask: first, verdict: 'wrong' }), other.feedback({ ask: second, verdict: 'right' })])
    expect(labels()).toHaveLength(2)
    expect(JSON.parse(String(rows(`select monitor from gates where class = ''`)[0]?.monitor))).toMatchObject({ hits: 2, wrong: 1 })
  })
})

describe('an answer to its own question', () => {
  test('that is wrong is withdrawn, not made again the same, and comes back when the verdict is taken back', async () => {
    await using reverie = await open()
    await prepare(reverie)
    const hit = await reverie.ask({ question: own })
    expect(hit).toMatchObject({ served: 'hit' })
    const receipt = await reverie.feedback({ ask: hit.id, verdict: 'wrong' })
    expect(receipt).toMatchObject({ label: 'added', blocked: true, entry: hit.decision.entry })
    expect(rows(`select state, doubted from entries where question_text = '${own}'`)).toEqual([{ state: 'stale', doubted: 1 }])
    for (let again = 0; again < 2; again++) expect((await reverie.ask({ question: own })).served).toBe('live')
    expect((await reverie.sleep()).skipped).toContainEqual({ reason: 'its answer was said to be wrong', count: 1 })
    expect(rows(`select count(*) as n from gates`)).toEqual([{ n: 0 }])
    expect(await reverie.feedback({ ask: hit.id, verdict: 'right' })).toMatchObject({ label: 'replaced', blocked: false })
    expect(await isKeptFrom(own)).toBe(false)
    expect(await reverie.ask({ question: own })).toMatchObject({ served: 'hit', preparedBy: 'sleep' })
  })

  test('that is right is counted and teaches no match', async () => {
    await using reverie = await open()
    await prepare(reverie)
    const hit = await reverie.ask({ question: own })
    expect(await reverie.feedback({ ask: hit.id, verdict: 'right' })).toMatchObject({ label: 'added', blocked: false })
    expect(rows(`select features, served from labels where source = 'feedback'`)).toEqual([{ features: null, served: 1 }])
  })
})

describe('an answer read live', () => {
  test('that is wrong is not filed for its question, and the next sleep tries it anew', async () => {
    await using reverie = await open()
    const live = await reverie.ask({ question: own })
    expect(live).toMatchObject({ served: 'live' })
    expect(await reverie.feedback({ ask: live.id, verdict: 'wrong' })).toMatchObject({ served: 'live', label: 'added', blocked: true })
    expect(labels()).toMatchObject([{ question: own, prepared_for: own, same: 0, served: 0 }])
    for (let again = 0; again < 2; again++) expect((await reverie.ask({ question: own })).served).toBe('live')
    await reverie.sleep()
    expect((await reverie.ask({ question: own })).served).toBe('live')
    expect(rows(`select state from entries where question_text = '${own}' and status = 'verified'`)).toEqual([])
  })

  test('that is right changes nothing, and says so', async () => {
    await using reverie = await open()
    const live = await reverie.ask({ question: own })
    const receipt = await reverie.feedback({ ask: live.id, verdict: 'right' })
    expect(receipt).toMatchObject({ label: 'none', blocked: false })
    expect(receipt.next).toContain('teaches no match')
    expect(labels()).toEqual([])
  })

  test('that there is none is tried again where that is said to be wrong', async () => {
    await using reverie = await open()
    await reverie.sync()
    const question = 'What colour has the quokka?'
    const none = await reverie.ask({ question })
    expect(none.served).toBe('none')
    expect(await reverie.feedback({ ask: none.id, verdict: 'wrong' })).toMatchObject({ label: 'none', blocked: false, entry: null })
    expect(rows(`select state from entries where question_text = '${question}'`)).toEqual([{ state: 'stale' }])
  })
})

describe('what is no verdict', () => {
  test.each([
    [{ ask: 'zzzzzzzz', verdict: 'wrong' }, 'not-found'],
    [{ ask: 'zz', verdict: 'wrong' }, 'bad-argument'],
    [{ ask: 'zzzzzzzz', verdict: 'maybe' }, 'bad-argument'],
    [{ ask: "%' or 1=1 --", verdict: 'wrong' }, 'not-found'],
    [{ ask: 'zzzzzzzz', verdict: 'wrong', note: 'x'.repeat(2_001) }, 'bad-argument'],
  ] as const)('%j: %s', async (request, code) => {
    await using reverie = await open()
    await reverie.sync()
    await expect(reverie.feedback(request as Parameters<Reverie['feedback']>[0])).rejects.toMatchObject({ code })
  })

  test('a database that cannot be written keeps none, and says so', async () => {
    await using reverie = await open()
    const { id } = await reverie.ask({ question: own })
    await reverie.status()
    const store = await openSqliteStore({ path: database(), clock: systemClock })
    const reason = 'it is on a read-only disk'
    const parts = { store, scope: 'default' as ScopeId, policy: 'p', clock: systemClock, maxWrongHits: 0.01 }
    const request = { ask: id, verdict: 'wrong' } as const
    try {
      const readOnly = { ...store, read: store.read, writable: { ok: false, reason } } as typeof store
      await expect(giveFeedback({ ...parts, store: readOnly, notKept: null }, request)).rejects.toMatchObject({
        code: 'database-read-only',
      })
      await expect(giveFeedback({ ...parts, notKept: reason }, request)).rejects.toThrow(reason)
    } finally {
      await store.close()
    }
    expect(labels()).toEqual([])
  })

  test('an ask of another scope is unknown', async () => {
    await using reverie = await open()
    const { id } = await reverie.ask({ question: own })
    await reverie.status()
    await using other = await openReverie({ folder, scope: 'other', embedder: { name, model, dimensions } })
    await expect(other.feedback({ ask: id, verdict: 'wrong' })).rejects.toMatchObject({ code: 'not-found' })
  })
})

test('what is forgotten takes its labels with it', async () => {
  await using reverie = await open()
  await prepare(reverie)
  await reverie.feedback({ ask: await servedNear(reverie, near), verdict: 'wrong' })
  await reverie.feedback({ ask: await servedNear(reverie, 'Whom does the server pay?'), verdict: 'right' })
  expect(labels()).toHaveLength(2)
  await reverie.forget({ question: near })
  expect(labels()).toMatchObject([{ question: 'Whom does the server pay?' }])
  await reverie.forget({ path: 'server.md' })
  expect(rows('select * from labels')).toEqual([])
  await reverie.forget({ scope: 'default' })
  expect(rows('select * from gates')).toEqual([])
})
