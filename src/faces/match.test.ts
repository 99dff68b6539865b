import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Calibration } from '../cache/calibration/calibration.ts'
import { type FeatureName, featureNames, featuresOf } from '../cache/features/feature-names.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { openReverie } from './open-reverie.ts'
import type { Reverie } from './reverie.ts'

const { model, name, dimensions } = createHashingEmbedder()
const page = `# The server

The server listens on port 3000 by default.

## Backups

Copy the queue file to make a backup of the lantern queue.

## Paying

Marrowbone pays the server within 30 days.
`
const own = 'Which port does the server listen on by default?'
const near = 'Which port will the server listen on by default?'

let folder: string
const database = () => join(folder, '.reverie', 'reverie.db')
const open = () => openReverie({ folder, embedder: { name, model, dimensions } })

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-match-'))
  writeFileSync(join(folder, 'server.md'), page)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function sqlite<Result>(use: (db: DatabaseSync) => Result): Result {
  const db = new DatabaseSync(database())
  try {
    return use(db)
  } finally {
    db.close()
  }
}

const rows = (query: string) => sqlite((db) => db.prepare(query).all()).map((row) => ({ ...row }))

/** Cosine alone decides, at a half from 0.8 on, less what else is given; one wrong in a hundred is held from 0.9 on. */
function calibrate(weights: Partial<Record<FeatureName, number>> = {}): void {
  const calibration: Calibration = {
    version: 1000,
    features: featuresOf(name),
    model: {
      intercept: 0,
      weights: featureNames.map((feature) => (feature === 'similarity' ? 40 : (weights[feature] ?? 0))),
      means: featureNames.map((feature) => (feature === 'similarity' ? 0.8 : 0)),
      scales: featureNames.map(() => 1),
    },
    risk: [
      { probability: 0.9, hits: 5_000, wrong: 5 },
      { probability: 0.5, hits: 6_000, wrong: 900 },
    ],
    labels: { public: 6_000, feedback: 0, shadow: 0, verifier: 0, synthetic: 0 },
    own: [],
    fittedAt: 0,
  }
  sqlite((db) => {
    db.prepare('update scopes set revision = revision + 1').run()
    db.prepare('update calibrations set active = 0').run()
    db.prepare(
      `insert into calibrations (scope, version, input, body, fitted_at, active, revision)
       values ('default', 1000, '', ?, 0, 1, (select revision from scopes))`,
    ).run(JSON.stringify(calibration))
  })
}

async function prepare(reverie: Reverie, ...questions: readonly string[]): Promise<void> {
  for (const question of [own, ...questions]) await reverie.ask({ question })
  await reverie.sleep()
}

const decision = (ask: string) => JSON.parse(String(rows(`select decision from records where ask = '${ask}'`)[0]?.decision))

describe('a near question', () => {
  test('above the bar is served without being judged, and becomes no key without a model', async () => {
    await using reverie = await open()
    await prepare(reverie)
    calibrate()
    const first = await reverie.ask({ question: near })
    expect(first).toMatchObject({ served: 'hit', preparedFor: own, decision: { reason: 'near' } })
    expect(first.decision.detail).toMatch(/served: probability 0\.9\d+ ≥ bar 0\.900$/)
    const why = await reverie.why(first.id)
    expect(why.match).toMatchObject({ gate: 'open', promise: 0.01, version: 1000 })
    expect(decision(first.id)).toMatchObject({ calibration: 1000, recipe: featuresOf(name) })
    expect(decision(first.id).considered[0]).toMatchObject({ bar: 0.9, verdict: null, preparedFor: own })
    expect(decision(first.id).considered[0].features).toHaveLength(featureNames.length)
    // What was only probable is no key: it would be served in the same words from then on, whatever is promised.
    expect(rows(`select text from keys where kind = 'confirmed'`)).toEqual([])
  })

  test('is judged where the promise is tighter than any bar, and refused a looser one', async () => {
    await using reverie = await open()
    await prepare(reverie)
    calibrate()
    const { id } = await reverie.ask({ question: near, maxWrongHits: 0.0001 })
    await reverie.status()
    expect(decision(id)).toMatchObject({ promise: 0.0001, considered: [{ bar: null, verdict: expect.stringMatching(/supported: /) }] })
    await expect(reverie.ask({ question: near, maxWrongHits: 0.2 })).rejects.toMatchObject({ code: 'bad-argument' })
  })

  test('is judged while its gate is closed, and becomes no key without a model', async () => {
    await using reverie = await open()
    await prepare(reverie)
    calibrate()
    sqlite((db) => {
      db.prepare('update scopes set revision = revision + 1').run()
      db.prepare('update calibrations set active = 0').run()
      db.prepare(
        `insert into gates (scope, class, state, reason, monitor, at, revision) values ('default', '', 'closed', 'too often wrong', '{}', 0, 1)`,
      ).run()
    })
    const { id } = await reverie.ask({ question: near })
    await reverie.status()
    expect(decision(id)).toMatchObject({ gate: 'closed', considered: [{ verdict: expect.stringMatching(/supported: /) }] })
    expect(rows(`select text from keys where kind = 'confirmed'`)).toEqual([])
  })

  test('is not served what was called wrong for it, near or by its words, and the record says so', async () => {
    await using reverie = await open()
    await prepare(reverie)
    calibrate()
    const wrong = await reverie.ask({ question: near })
    await reverie.feedback({ ask: wrong.id, verdict: 'wrong' })
    for (let at = 0; at < 2; at++) {
      const { id, decision: told } = await reverie.ask({ question: near })
      expect(told.entry).not.toBe(wrong.decision.entry)
      await reverie.status()
      if (at === 0) expect(decision(id).considered[0].outcome).toMatch(/^blocked/)
    }
  })

  test("is less probable to be an entry's where it is a near-miss of it", async () => {
    await using reverie = await open()
    await prepare(reverie)
    calibrate({ nearMiss: -100 })
    const probability = async (question: string): Promise<number> => {
      const { id } = await reverie.ask({ question, maxWrongHits: 0.0001 })
      await reverie.status()
      return decision(id).considered.find((one: { preparedFor: string }) => one.preparedFor === own).probability
    }
    const before = await probability(near)
    sqlite((db) => {
      db.prepare('update scopes set revision = revision + 1').run()
      db.prepare(
        `insert into keys (scope, policy, entry, text, normalised, kind, vector, active, revision)
         select scope, policy, entry, 'another', 'another', 'near-miss', vector, 1, (select revision from scopes) from keys where text = ?`,
      ).run(own)
    })
    expect(await probability('On which port will the server listen by default?')).toBeLessThan(before / 2)
  })
})

test('a question of two parts is never served the answer to one of them', async () => {
  await using reverie = await open()
  await prepare(reverie)
  calibrate()
  const { served, decision: told } = await reverie.ask({
    question: 'Which port does the server listen on by default and how do I make a backup of the lantern queue?',
  })
  expect(served).not.toBe('hit')
  expect(['guard', 'adapted']).toContain(told.reason)
})
