import { afterEach, beforeEach, expect, test } from 'vitest'
import { ensureScope } from '../corpus/scopes.ts'
import type { ScopeId } from '../spec/ids.ts'
import { type CorpusFixture, createCorpusFixture } from '../testing/corpus-fixture.ts'
import type { Calibration } from './calibration/calibration.ts'
import {
  activeCalibration,
  lastVersion,
  putCalibrationStatements,
  retireCalibrationsStatements,
  scopeCalibration,
} from './calibrations-table.ts'

const prior: Calibration = {
  version: 0,
  features: 'v1',
  model: { intercept: 0, weights: [1], means: [0], scales: [1] },
  risk: [{ probability: 0.9, hits: 400, wrong: 0 }],
  labels: { public: 400, feedback: 0, shadow: 0, verifier: 0, synthetic: 0 },
  own: [],
  fittedAt: 0,
}

let fixture: CorpusFixture
beforeEach(async () => {
  fixture = await createCorpusFixture()
  await ensureScope(fixture.store, fixture.context.clock, fixture.scope)
})
afterEach(() => fixture[Symbol.asyncDispose]())

async function put(version: number, after = version - 1, features = 'v1') {
  const { store, scope } = fixture
  const calibration = { ...prior, version, features, fittedAt: version }
  const { statements, expect: expected } = putCalibrationStatements(store.read, scope, { calibration, input: `input ${version}`, after })
  return store.write(statements, { expect: expected })
}

test('the newest fit decides, the last five are kept, and the revision tells askers', async () => {
  const { store, scope } = fixture
  const revision = async () =>
    (await store.read.selectFrom('scopes').select('revision').where('scope', '=', scope).executeTakeFirst())?.revision
  expect(await scopeCalibration(store.read, scope, prior)).toBe(prior)
  const before = (await revision()) ?? 0
  for (let version = 1; version <= 8; version++) expect(await put(version)).toEqual({ committed: true })
  expect(await revision()).toBe(before + 8)
  expect(await scopeCalibration(store.read, scope, prior)).toMatchObject({ version: 8 })
  expect(await activeCalibration(store.read, scope, 'v1')).toMatchObject({ input: 'input 8' })
  const rows = await store.read.selectFrom('calibrations').select(['version', 'active']).orderBy('version').execute()
  expect(rows.map((row) => [row.version, row.active])).toEqual([
    [4, 0],
    [5, 0],
    [6, 0],
    [7, 0],
    [8, 1],
  ])
  expect(await scopeCalibration(store.read, 'elsewhere' as ScopeId, prior)).toBe(prior)
})

test('of two that fitted at once one is refused whole', async () => {
  const { store, scope } = fixture
  await put(1)
  expect(await put(2)).toEqual({ committed: true })
  expect(await put(2)).toMatchObject({ committed: false })
  expect(await lastVersion(store.read, scope)).toBe(2)
})

test('a fit of other features, a damaged one and a retired one are not scored with', async () => {
  const { store, scope } = fixture
  await put(1, 0, 'v0')
  expect(await scopeCalibration(store.read, scope, prior)).toBe(prior)
  await put(2)
  await store.write([store.read.updateTable('calibrations').set({ body: '{"version":2}' }).where('version', '=', 2).compile()])
  expect(await scopeCalibration(store.read, scope, prior)).toBe(prior)
  await put(3)
  expect(await scopeCalibration(store.read, scope, prior)).toMatchObject({ version: 3 })
  await store.write(retireCalibrationsStatements(store.read, scope))
  expect(await scopeCalibration(store.read, scope, prior)).toBe(prior)
  expect(await lastVersion(store.read, scope)).toBe(3)
})
