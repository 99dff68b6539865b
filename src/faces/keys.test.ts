import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSqliteStore } from '../adapters/store/sqlite/open-sqlite-store.ts'
import type { Calibration } from '../cache/calibration/calibration.ts'
import { featureNames, featuresOf } from '../cache/features/feature-names.ts'
import { putLabelStatement } from '../cache/labels/labels-table.ts'
import { systemClock } from '../spec/clock.ts'
import type { ScopeId } from '../spec/ids.ts'
import { keyVectorDigest } from '../spec/key-vector.ts'
import { normaliseQuestion } from '../spec/normalise-question.ts'
import { statement } from '../spec/store.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { openReverie } from './open-reverie.ts'
import type { Reverie } from './reverie.ts'

const { model, name, dimensions } = createHashingEmbedder()

const manual = `# Lantern

Lantern is a job queue for teams that run one server.

## Options

- \`retries\`: How often a failed job is tried again. Defaults to \`3\`.
- \`concurrency\`: How many jobs run at once. Defaults to \`2\`.
- \`logFile\`: Where the log is written. Defaults to \`lantern.log\`.

## Removing a stuck job

Run \`lantern remove\` with the number of the job to remove it from the queue.
`

let folder: string
let reverie: Reverie

const database = () => join(folder, '.reverie', 'reverie.db')

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-keys-'))
  writeFileSync(join(folder, 'lantern.md'), manual)
  reverie = await openReverie({ folder, embedder: { model, name, dimensions } })
})

afterEach(async () => {
  await reverie.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Every key with its entry's question and whether it has a vector, and every label. */
async function stored() {
  const store = await openSqliteStore({ path: database(), clock: systemClock })
  try {
    const keys = await store.read
      .selectFrom('keys')
      .innerJoin('entries', (join) => join.onRef('entries.scope', '=', 'keys.scope').onRef('entries.entry', '=', 'keys.entry'))
      .leftJoin('vectors', (join) => join.onRef('vectors.scope', '=', 'keys.scope').onRef('vectors.digest', '=', 'keys.vector'))
      .select(['keys.kind', 'keys.text', 'keys.normalised', 'keys.entry', 'entries.question_text', 'entries.alike', 'vectors.digest'])
      .orderBy('keys.text')
      .orderBy('keys.entry')
      .execute()
    const labels = await store.read.selectFrom('labels').selectAll().orderBy('label').execute()
    return { keys, labels }
  } finally {
    await store.close()
  }
}

async function fits() {
  const store = await openSqliteStore({ path: database(), clock: systemClock })
  try {
    const rows = await store.read.selectFrom('calibrations').select(['version', 'active', 'body']).execute()
    return rows.map(({ body, ...row }) => ({ ...row, certifying: (JSON.parse(body) as Calibration).own.length }))
  } finally {
    await store.close()
  }
}

/** As if keys were owed to every entry, and none had been worded yet unless they are kept. */
async function makeAnew({ keep = false } = {}): Promise<void> {
  const store = await openSqliteStore({ path: database(), clock: systemClock })
  try {
    const worded = store.read.deleteFrom('keys').where('kind', 'in', ['paraphrase', 'near-miss'])
    await store.write([...(keep ? [] : [statement(worded)]), statement(store.read.deleteFrom('memos').where('memo', 'like', 'keys:%'))])
  } finally {
    await store.close()
  }
}

/** A person's word that an entry does not answer a question. */
async function say(
  of: { readonly entry: string; readonly alike: string; readonly question_text: string },
  question: string,
): Promise<void> {
  const [vector] = await createHashingEmbedder().embedMany([question])
  if (vector === undefined) throw new Error('nothing was embedded')
  const store = await openSqliteStore({ path: database(), clock: systemClock })
  const scope = 'default' as ScopeId
  try {
    const row = { scope, embedder: name, digest: keyVectorDigest(question), vector: new Uint8Array(vector.buffer), revision: 0 }
    const told = { features: null, recipe: '', served: true, ask: null, at: 1 }
    await store.write([
      statement(
        store.read
          .insertInto('vectors')
          .values(row)
          .onConflict((conflict) => conflict.doNothing()),
      ),
      putLabelStatement(store.read, scope, {
        ...told,
        entry: of.entry,
        alike: of.alike,
        question,
        preparedFor: of.question_text,
        same: false,
        source: 'feedback',
      }),
    ])
  } finally {
    await store.close()
  }
}

describe('keys made asleep', () => {
  it('are ways to their entry or signs against it, each with its vector, and leave labels', async () => {
    const receipt = await reverie.sleep()
    const { keys, labels } = await stored()
    const paraphrases = keys.filter(({ kind }) => kind === 'paraphrase')
    const nearMisses = keys.filter(({ kind }) => kind === 'near-miss')
    expect(paraphrases.length).toBeGreaterThan(3)
    expect(nearMisses.length).toBeGreaterThan(3)
    expect(receipt.produced.keys).toBe(paraphrases.length + nearMisses.length)
    expect(keys.filter(({ digest }) => digest === null)).toEqual([])
    expect(new Set(labels.map(({ source, same }) => `${source} ${same}`))).toEqual(new Set(['synthetic 0', 'synthetic 1']))
    for (const { text } of nearMisses) expect(labels.find((label) => label.question === text)?.same).toBe(0)
    // No words lead to two answers.
    const ways = new Map<string, string>()
    for (const { normalised, alike } of [...paraphrases, ...keys.filter(({ kind }) => kind === 'question')]) {
      expect(ways.get(normalised) ?? alike).toBe(alike)
      ways.set(normalised, alike)
    }
  })

  it('leave labels that the match decision is fitted on, once', async () => {
    const receipt = await reverie.sleep()
    expect(receipt.produced['match fits']).toBe(1)
    const { labels } = await stored()
    expect(new Set(labels.map(({ recipe }) => recipe))).toEqual(new Set([featuresOf(name)]))
    const seen = labels.map(({ features, same }) => ({ same, of: JSON.parse(features ?? '[]') as readonly number[] }))
    const similarity = featureNames.indexOf('similarity')
    for (const { of } of seen) {
      expect(of).toHaveLength(featureNames.length)
      // Nothing is seen as its own key.
      expect(of[similarity]).toBeLessThan(0.9999)
    }
    const evidence = featureNames.indexOf('evidenceKnown')
    expect(seen.filter(({ of }) => of[evidence] !== 1)).toEqual([])
    const guards = featureNames.indexOf('openGuards')
    expect(seen.filter(({ same, of }) => same === 1 && of[guards] !== 0)).toEqual([])
    expect(seen.some(({ same, of }) => same === 0 && of[guards] !== 0)).toBe(true)
    expect(await fits()).toEqual([{ version: 1, active: 1, certifying: 0 }])
    expect(await reverie.sleep()).toMatchObject({ idle: true })
    expect(await fits()).toEqual([{ version: 1, active: 1, certifying: 0 }])
    expect((await stored()).labels).toEqual(labels)
  })

  it('stay dropped where a person said that they are answered wrongly', async () => {
    await reverie.sleep()
    const before = (await stored()).keys.find(({ kind }) => kind === 'paraphrase')
    const text = before?.text ?? ''
    const { id } = await reverie.ask({ question: text })
    await reverie.feedback({ ask: id, verdict: 'wrong' })
    const kinds = async () =>
      (await stored()).keys.filter((key) => key.text === text && key.question_text === before?.question_text).map(({ kind }) => kind)
    await makeAnew({ keep: true })
    await reverie.sleep()
    expect(await kinds()).toEqual(['near-miss'])
    await makeAnew()
    await reverie.sleep()
    expect(await kinds()).toEqual([])
  })

  it('are dropped where they or what they are nearer to than the question is known to be answered otherwise', async () => {
    await reverie.sleep()
    const made = (await stored()).keys.filter(({ kind }) => kind === 'paraphrase')
    const [first, second] = made
    if (first === undefined || second === undefined) throw new Error('no paraphrases were made')
    await say(first, `${first.text} today`)
    await say(second, second.text)
    await makeAnew()
    const receipt = await reverie.sleep()
    const reasons = receipt.skipped.map(({ reason }) => reason)
    expect(reasons).toContain('a key is nearer than its question to what its answer is known not to answer')
    expect(reasons).toContain('a key was told to be answered wrongly')
    const left = (await stored()).keys
      .filter(({ kind }) => kind === 'paraphrase')
      .map(({ text, question_text }) => `${text} ${question_text}`)
    for (const { text, question_text } of [first, second]) expect(left).not.toContain(`${text} ${question_text}`)
    expect(left.length).toBeGreaterThan(made.length / 2)
  })

  it('answer a paraphrase in its own words without embedding, and no near-miss', async () => {
    await reverie.sleep()
    const { keys } = await stored()
    const paraphrase = keys.find(({ kind }) => kind === 'paraphrase')
    expect(await reverie.ask({ question: paraphrase?.text ?? '' })).toMatchObject({
      served: 'hit',
      decision: { reason: 'exact' },
      timings: { embedMs: 0 },
    })
    const questions = new Set(keys.flatMap(({ kind, normalised }) => (kind === 'near-miss' ? [] : [normalised])))
    const nearMiss = keys.find(({ kind, normalised }) => kind === 'near-miss' && !questions.has(normalised))
    expect((await reverie.ask({ question: nearMiss?.text ?? '' })).decision.reason).not.toBe('exact')
  })

  it('are made once, and anew for what was answered anew', async () => {
    await reverie.sleep()
    const before = await stored()
    expect(await reverie.sleep()).toMatchObject({ idle: true, produced: {} })
    expect(await stored()).toEqual(before)
    const path = join(folder, 'lantern.md')
    writeFileSync(path, readFileSync(path, 'utf8').replace('Defaults to `3`', 'Defaults to `5`'))
    const receipt = await reverie.sleep()
    expect(receipt.produced.keys).toBeGreaterThan(0)
    expect(receipt.produced.keys).toBeLessThan(before.keys.filter(({ kind }) => kind !== 'question').length)
    const words = (rows: typeof before.keys) =>
      rows.filter(({ question_text }) => question_text.includes('retries')).map(({ text }) => text)
    expect(words((await stored()).keys)).toEqual(words(before.keys))
    expect(await reverie.sleep()).toMatchObject({ idle: true })
  })

  it('never bring back the words of a question that was forgotten', async () => {
    await reverie.sleep()
    const text = (await stored()).keys.find(({ kind }) => kind === 'paraphrase')?.text ?? ''
    await reverie.ask({ question: text })
    await reverie.questions.pin(text)
    await reverie.forget({ question: text })
    await reverie.sleep()
    expect((await stored()).keys.filter(({ normalised, kind }) => normalised === normaliseQuestion(text) && kind !== 'question')).toEqual(
      [],
    )
  })

  it('come out the same where a sleep was stopped among them', async () => {
    const stop = new AbortController()
    const stopped = await reverie.sleep({
      signal: stop.signal,
      onProgress: ({ stage, done }) => {
        if (stage === 'verify' && done > 0) stop.abort()
      },
    })
    const half = await stored()
    await reverie.sleep()
    const all = await stored()
    const texts = (rows: typeof all.keys) => rows.map(({ kind, question_text, text }) => `${kind} ${question_text} ${text}`)
    expect(stopped.stoppedBy).toBe('aborted')
    expect(half.keys.some(({ kind }) => kind !== 'question')).toBe(true)
    expect(all.keys.length).toBeGreaterThan(half.keys.length)
    for (const text of texts(half.keys)) expect(texts(all.keys)).toContain(text)
    expect(await reverie.sleep()).toMatchObject({ idle: true })
    expect(new Set(all.keys.map(({ text, question_text }) => `${normaliseQuestion(text)} ${question_text}`)).size).toBe(all.keys.length)
  })
})
