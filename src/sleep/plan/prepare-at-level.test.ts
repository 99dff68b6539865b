import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { currentAttribution } from '../../ledger/attribution.ts'
import type { PassageId } from '../../spec/ids.ts'
import { createPlannedScope, type PlannedScope } from '../../testing/planned-scope.ts'
import type { Level } from './choose-level.ts'
import { prepareAtLevel } from './prepare-at-level.ts'

const question = 'How is the lantern lit?'
const page = '# Lantern\n\nThe lantern is lit with a long match.\n\n# Oil\n\nOil is kept in the shed.\n'

let planned: PlannedScope
beforeEach(async () => {
  planned = await createPlannedScope()
  await planned.write({ 'guide.md': page })
  await planned.predict([question])
})
afterEach(() => planned[Symbol.asyncDispose]())

/** Prepares everything owed to a level. */
async function prepare(level: Level): Promise<void> {
  const owed = await planned.owed()
  await prepareAtLevel(
    planned.sleeping,
    owed.map((one) => ({ question: one, level })),
    1,
  )
}

async function rows() {
  const { read: db } = planned.corpus.store
  const entries = await db.selectFrom('entries').select(['status', 'state', 'prepared_by', 'effort', 'verdict']).execute()
  const speculations = await db.selectFrom('speculations').select(['level', 'evidence']).execute()
  const vectors = await db.selectFrom('vectors').select('digest').execute()
  return { entries, speculations, vectors: vectors.length }
}

const revisionOf = async () => (await planned.corpus.store.read.selectFrom('scopes').select('revision').executeTakeFirstOrThrow()).revision

describe('prepareAtLevel', () => {
  it('0: stores the vector and calls no model', async () => {
    const before = (await rows()).vectors
    await prepare(0)
    expect(await rows()).toMatchObject({ entries: [], speculations: [{ level: 0, evidence: null }], vectors: before + 1 })
    expect([planned.read, planned.judged]).toEqual([[], []])
  })

  it('1: stores what a search finds, too', async () => {
    await prepare(1)
    const { speculations } = await rows()
    const evidence = JSON.parse(speculations[0]?.evidence ?? '')
    expect(evidence).toMatchObject({ embedder: 'hashing-64', passages: 2 })
    expect(evidence.units.length).toBeGreaterThan(0)
    expect([planned.read, planned.judged]).toEqual([[], []])
  })

  it('2: reads a draft, once, and does not verify it', async () => {
    await prepare(2)
    expect((await rows()).entries).toEqual([
      { status: 'candidate', state: 'fresh', prepared_by: 'sleep', effort: 'hybrid', verdict: 'not verified yet' },
    ])
    expect([planned.read, planned.judged]).toEqual([[question], []])
  })

  it('3: reads and verifies', async () => {
    await prepare(3)
    expect((await rows()).entries).toMatchObject([{ status: 'verified', state: 'fresh', prepared_by: 'sleep' }])
    expect([planned.read, planned.judged]).toEqual([[question], [question]])
  })

  it('3 after 2: a draft is promoted by its verification alone, and what was speculated goes', async () => {
    await prepare(1)
    await prepare(2)
    await prepare(3)
    expect(await rows()).toMatchObject({ entries: [{ status: 'verified', state: 'fresh', verdict: 'scripted' }], speculations: [] })
    expect([planned.read, planned.judged]).toEqual([[question], [question]])
  })

  it('3 after 2: a draft that is not supported is not served any more', async () => {
    const { read: db } = planned.corpus.store
    const passages = (await db.selectFrom('passages').select('passage').execute()).map(({ passage }) => passage as PassageId)
    await planned.predict([question], { about: { kind: 'claim', claims: [], passages } })
    await prepare(2)
    expect((await rows()).entries).toMatchObject([{ status: 'candidate' }])
    planned.refused.add(question)
    await prepare(3)
    expect((await rows()).entries).toEqual([])
    expect(await db.selectFrom('keys').select('entry').execute()).toEqual([])
    expect(await planned.owed()).toEqual([])
  })

  it('3 after 2: what another recipe drafted is read anew', async () => {
    await prepare(2)
    await planned.corpus.store.write([{ sql: "update entries set recipe = 'another'", parameters: [] }])
    await prepare(3)
    expect([planned.read, planned.judged]).toEqual([[question, question], [question]])
  })

  it('2: does not draft what its own passage cannot be found for', async () => {
    await planned.predict(['What colour is the moon?'], { about: { kind: 'claim', claims: [], passages: ['elsewhere' as PassageId] } })
    await prepare(2)
    expect(planned.read).toEqual([question])
    expect(planned.sleeping.tally.skipped.get('retrieval does not bring its passage back')).toBe(1)
  })

  it.each([0, 1, 2] as const)('writes nothing when the same plan to level %d is followed again', async (level) => {
    await prepare(level)
    const revision = await revisionOf()
    const made = { ...planned.sleeping.tally.produced }
    await prepare(level)
    expect(await revisionOf()).toBe(revision)
    expect(planned.sleeping.tally.produced).toEqual(made)
    expect(planned.read.length).toBe(level === 2 ? 1 : 0)
  })

  it('books every call to the predictors, the region and the question', async () => {
    const booked: unknown[] = []
    const { reader } = planned.sleeping.skills
    const skills = {
      ...planned.sleeping.skills,
      reader: {
        ...reader,
        read: (...call: Parameters<typeof reader.read>) => {
          booked.push(currentAttribution())
          return reader.read(...call)
        },
      },
    }
    const [owed] = await planned.owed()
    if (owed === undefined) throw new Error('it is owed')
    await prepareAtLevel({ ...planned.sleeping, skills }, [{ question: owed, level: 2 }], 1)
    expect(booked).toEqual([{ predictor: 'model', region: 'guide.md', question: owed.id }])
  })
})
