import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSqliteStore } from '../adapters/store/sqlite/open-sqlite-store.ts'
import { systemClock } from '../spec/clock.ts'
import { normaliseQuestion } from '../spec/normalise-question.ts'
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
      .select(['keys.kind', 'keys.text', 'keys.normalised', 'entries.question_text', 'entries.alike', 'vectors.digest'])
      .orderBy('keys.text')
      .orderBy('keys.entry')
      .execute()
    const labels = await store.read.selectFrom('labels').selectAll().orderBy('label').execute()
    return { keys, labels }
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
