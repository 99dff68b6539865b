import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSqliteStore } from '../adapters/store/sqlite/open-sqlite-store.ts'
import type { Answer } from '../spec/answer.ts'
import { systemClock } from '../spec/clock.ts'
import type { ScopeId } from '../spec/ids.ts'
import { defaultPolicy, policyDigest } from '../spec/policy.ts'
import type { Store } from '../spec/store.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { giveFeedback } from './feedback.ts'
import { openReverie } from './open-reverie.ts'
import type { Reverie } from './reverie.ts'

const scopes = ['north', 'south', 'east'] as const
type Name = (typeof scopes)[number]

/** The same pages in every scope, one value apart. */
const pages = {
  'discounts.md': { title: 'Discounts', line: (value: number) => `The largest discount of the lantern shop is ${value} percent.` },
  'jobs.md': { title: 'Jobs', line: (value: number) => `A lantern job may run for ${value} minutes on the server.` },
  'queues.md': { title: 'Queues', line: (value: number) => `The lantern queue holds ${value} jobs before it refuses more.` },
} as const
type Page = keyof typeof pages
const pageNames = Object.keys(pages) as Page[]

const questions = [
  'What is the largest discount of the lantern shop?',
  'what is the LARGEST discount of the lantern shop',
  'How large is the largest discount of the lantern shop?',
  'How long may a lantern job run on the server?',
  'How many minutes may a lantern job run?',
  'How many jobs does the lantern queue hold?',
  'What does the lantern queue hold before it refuses more?',
]

type Move =
  | { readonly kind: 'edit' | 'remove'; readonly scope: Name; readonly page: Page }
  | { readonly kind: 'move'; readonly scope: Name; readonly to: Name; readonly page: Page }
  | { readonly kind: 'sleep'; readonly scope: Name }
  | { readonly kind: 'stay' }

const scope = fc.constantFrom(...scopes)
const page = fc.constantFrom(...pageNames)
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('edit' as const, 'remove' as const), scope, page }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('move' as const), scope, to: scope, page }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('sleep' as const), scope }) },
  { weight: 4, arbitrary: fc.constant({ kind: 'stay' as const }) },
)
const asked = fc.record({
  by: scope,
  of: fc.subarray([...scopes], { minLength: 1 }).chain((some) => fc.shuffledSubarray(some, { minLength: some.length })),
  question: fc.constantFrom(...questions),
  isMarked: fc.boolean(),
  verdict: fc.option(fc.constantFrom('right' as const, 'wrong' as const), { freq: 3 }),
})

const tables = ['records', 'questions', 'entries', 'keys', 'labels', 'watches', 'evidence', 'editions', 'gates', 'calibrations'] as const

let folder: string
let rows: DatabaseSync
let store: Store
const open = new Map<Name, Reverie>()
/** Where each value stands now: no two documents share one, so that a value tells whose text was served. */
const holders = new Map<number, Name>()
const held = new Map<string, number>()
let lastValue = 100
let marks = 0

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-cross-scope-'))
  const database = join(folder, 'state.db')
  const { name, model, dimensions } = createHashingEmbedder()
  for (const one of scopes) {
    open.set(one, await openReverie({ folder: null, database, scope: one, embedder: { name, model, dimensions } }))
    for (const at of pageNames) await put(one, at, ++lastValue)
    await reverieOf(one).sleep()
  }
  rows = new DatabaseSync(database, { readOnly: true })
  store = await openSqliteStore({ path: database, clock: systemClock })
}, 30_000)

afterAll(async () => {
  rows.close()
  await store.close()
  await Promise.all([...open.values()].map((reverie) => reverie.close()))
  rmSync(folder, { recursive: true, force: true })
})

function reverieOf(name: Name): Reverie {
  const reverie = open.get(name)
  if (reverie === undefined) throw new Error(`${name} is not open`)
  return reverie
}

async function put(at: Name, id: Page, value: number): Promise<void> {
  const { title, line } = pages[id]
  await reverieOf(at).put({ id, text: `# ${title}\n\n${line(value)}\n` })
  letGo(at, id)
  held.set(`${at} ${id}`, value)
  holders.set(value, at)
}

function letGo(at: Name, id: Page): void {
  const value = held.get(`${at} ${id}`)
  held.delete(`${at} ${id}`)
  if (value !== undefined && holders.get(value) === at) holders.delete(value)
}

async function apply(step: Move): Promise<void> {
  if (step.kind === 'stay') return
  if (step.kind === 'sleep') await reverieOf(step.scope).sleep()
  else if (step.kind === 'edit') await put(step.scope, step.page, ++lastValue)
  else {
    const value = held.get(`${step.scope} ${step.page}`)
    if (step.kind === 'move' && step.to === step.scope) return
    await reverieOf(step.scope).remove({ id: step.page })
    letGo(step.scope, step.page)
    if (step.kind === 'move' && value !== undefined) await put(step.to, step.page, value)
  }
}

/** Rows a table holds of each scope. */
function countRows(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const table of tables) {
    for (const row of rows.prepare(`select scope, count(*) as n from ${table} group by scope`).all()) {
      counts.set(`${table} ${String(row.scope)}`, Number(row.n))
    }
  }
  return counts
}

function changedScopes(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): readonly string[] {
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key))
  return [...new Set(changed.map((key) => key.split(' ')[1] ?? ''))]
}

function valuesIn(answer: Answer): readonly number[] {
  const text = [answer.text, ...answer.citations.map(({ quote }) => quote)].join(' ')
  return [...text.matchAll(/\b\d{3,}\b/g)].map(([found]) => Number(found))
}

describe('whatever is asked of scopes that hold the same pages, one value apart', () => {
  it('no ask is served from, written to or told of in a scope it does not carry', async () => {
    const served = { hit: 0, live: 0, adapted: 0, none: 0 }
    await fc.assert(
      fc.asyncProperty(move, asked, async (step, { by, of, question, isMarked, verdict }) => {
        const untouched = countRows()
        await apply(step)
        expect([step.kind === 'stay' ? '' : step.scope, step.kind === 'move' ? step.to : '']).toEqual(
          expect.arrayContaining([...changedScopes(untouched, countRows())]),
        )
        const reverie = reverieOf(by)
        await reverie.status()
        const before = countRows()
        const mark = `mark${++marks}`
        const answer = await reverie.ask({ question: isMarked ? `${question} ${mark}` : question, scopes: of })
        served[answer.served] += 1
        for (const value of valuesIn(answer)) expect(of).toContain(holders.get(value))
        await reverie.status()

        const written = changedScopes(before, countRows())
        expect(written).toHaveLength(1)
        expect(of).toContain(written[0])
        const at = rows.prepare('select scope, entry from records where ask = ?').get(answer.id)
        expect(at?.scope).toBe(written[0])
        if (answer.text !== '') for (const value of valuesIn(answer)) expect(holders.get(value)).toBe(at?.scope)
        if (at?.entry !== null && at?.entry !== undefined) {
          const entry = rows.prepare('select scope, policy from entries where entry = ?').all(at.entry)
          expect(entry).toEqual([{ scope: at.scope, policy: policyDigest(defaultPolicy) }])
        }

        for (const other of scopes.filter((one) => one !== at?.scope)) {
          await expect(reverieOf(other).why(answer.id)).rejects.toMatchObject({ code: 'not-found' })
          if (isMarked) expect(await reverieOf(other).questions.list({ match: mark })).toEqual([])
          if (verdict !== null) {
            const parts = {
              store,
              notKept: null,
              scope: other as string as ScopeId,
              policy: policyDigest(defaultPolicy),
              clock: systemClock,
              maxWrongHits: 0.01,
            }
            await expect(giveFeedback(parts, { ask: answer.id, verdict })).rejects.toMatchObject({ code: 'not-found' })
          }
        }
        if (verdict !== null && at !== undefined) {
          const unjudged = countRows()
          const own = String(at.scope) as ScopeId
          await giveFeedback(
            { store, notKept: null, scope: own, policy: policyDigest(defaultPolicy), clock: systemClock, maxWrongHits: 0.01 },
            { ask: answer.id, verdict },
          )
          expect(changedScopes(unjudged, countRows()).filter((one) => one !== own)).toEqual([])
        }
      }),
      { numRuns: 250, seed: 5 },
    )
    for (const one of scopes) {
      const { asks, documents } = await reverieOf(one).status()
      const recorded = rows.prepare('select count(*) as n from records where scope = ?').get(one)
      expect(Object.values(asks).reduce((sum, count) => sum + count, 0)).toBe(recorded?.n)
      expect(documents).toBe([...held.keys()].filter((key) => key.startsWith(`${one} `)).length)
    }
    // Otherwise it would prove nothing of prepared answers.
    expect(served.hit).toBeGreaterThan(25)
    expect(served.live).toBeGreaterThan(25)
  }, 120_000)
})
