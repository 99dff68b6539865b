import { expect, it } from 'vitest'
import { openPostgresStore } from '../adapters/store/postgres/open-postgres-store.ts'
import { filingLimits, unfiled, unfiledSinceSleep, whyUnfiled } from '../cache/filing-bounds.ts'
import { isUnknownPolicy, seenPolicies } from '../cache/policies-table.ts'
import { evictBeyond } from '../sleep/retention/evict-beyond.ts'
import { keepLimits } from '../sleep/retention/keep-limits.ts'
import { systemClock } from '../spec/clock.ts'
import type { EntryId, ScopeId } from '../spec/ids.ts'
import { defaultPolicy, policyDigest } from '../spec/policy.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { testPostgres } from '../testing/test-postgres.ts'
import { openReverie } from './open-reverie.ts'

const postgres = await testPostgres()
const scope = 'default' as ScopeId
const question = 'What is the largest discount of the lantern shop?'
const brief = { ...defaultPolicy, instructions: 'Answer in five words.' }

it.skipIf(postgres.missing !== null)(`policies are remembered, and what is kept is bounded, over ${postgres.title}, too`, async () => {
  const database = await postgres.nameSchema()
  const { name, model, dimensions } = createHashingEmbedder()
  await using reverie = await openReverie({ folder: null, database, embedder: { name, model, dimensions } })
  await reverie.put({ id: 'discounts.md', text: '# Discounts\n\nThe largest discount of the lantern shop is 15 percent.\n' })
  await reverie.ask({ question })
  for (let times = 0; times < 2; times++) await reverie.ask({ question, policy: brief })
  await reverie.status()

  const store = await openPostgresStore({ connection: database, clock: systemClock })
  expect(await seenPolicies(store.read, scope, { since: 0, limit: 5 })).toMatchObject([{ policy: brief, asked: 2 }])
  expect(await isUnknownPolicy(store.read, [scope], brief)).toBe(false)
  expect(await isUnknownPolicy(store.read, [scope], { ...brief, language: 'de' })).toBe(true)
  const entry = { id: 'another' as EntryId, scope, policy: policyDigest(brief), alike: 'other', questionText: question }
  const filing = { entry, vector: null, embedder: name }
  expect(await whyUnfiled(store.read, filing, { ...filingLimits, candidates: 2 })).toBe(unfiled.full)
  expect(await whyUnfiled(store.read, filing)).toBeNull()
  expect(await unfiledSinceSleep(store.read, scope)).toEqual(new Map())
  const { skipped } = await reverie.sleep()
  expect(skipped).toContainEqual({ reason: 'asked under a policy that only a model can obey', count: 1 })
  const all = { megabytes: 0.000001 }
  const limits = keepLimits({ keys: { ...all, count: 0, days: 1 }, answers: all, questions: all, records: all })
  const gone = await evictBeyond(store, scope, { clock: systemClock, limits })
  expect(gone.find(({ what }) => what === 'answers')?.count).toBeGreaterThanOrEqual(2)
  expect(await store.read.selectFrom('keys').select('no').execute()).toEqual([])
  await store.close()
  expect(await reverie.ask({ question })).toMatchObject({ served: 'live' })
})
