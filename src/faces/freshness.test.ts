import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSqliteStore } from '../adapters/store/sqlite/open-sqlite-store.ts'
import { type Clock, systemClock } from '../spec/clock.ts'
import type { ScopeId } from '../spec/ids.ts'
import { bumpRevision } from '../spec/revision.ts'
import { type Store, statement } from '../spec/store.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { openReverie } from './open-reverie.ts'
import type { Reverie, ReverieOptions } from './reverie.ts'

const guide = `# Lantern

## Limits

The Lantern queue holds 5000 jobs at most.

## Options

- \`retries\`: How often a failed job is tried again. Defaults to \`3\`.
`
const notes = '# Notes\n\nThe archive keeps old logs for 30 days.\n'
const { model, name, dimensions } = createHashingEmbedder()
const scope = 'default' as ScopeId

let folder: string
let ahead: number
let reverie: Reverie
/** What another process sees of the same database. */
let store: Store

const clock: Clock = { now: () => systemClock.now() + ahead, monotonic: () => systemClock.monotonic() }
const write = (file: string, text: string) => writeFileSync(join(folder, file), text)
const open = (options: ReverieOptions = {}) => openReverie({ folder, clock, embedder: { name, model, dimensions }, ...options })

async function prepared(match: string): Promise<string> {
  const [first] = await reverie.questions.list({ state: 'prepared', match })
  if (first === undefined) throw new Error(`no prepared question mentions "${match}"`)
  return first.text
}

const entryOf = (question: string) =>
  store.read.selectFrom('entries').selectAll().where('question_text', '=', question).executeTakeFirstOrThrow()

beforeEach(async () => {
  ahead = 0
  folder = mkdtempSync(join(tmpdir(), 'reverie-freshness-'))
  write('guide.md', guide)
  write('notes.md', notes)
  reverie = await open()
  await reverie.sleep()
  store = await openSqliteStore({ path: join(folder, '.reverie', 'reverie.db'), clock })
})

afterEach(async () => {
  await store.close()
  await reverie.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('an edit that leaves no trace in the time stamps', () => {
  it('of equal length with its times put back is seen', async () => {
    const question = await prepared('retries')
    for (const value of [4, 5, 6]) {
      const { atime, mtime } = statSync(join(folder, 'guide.md'))
      write('guide.md', guide.replace('`3`', `\`${value}\``))
      utimesSync(join(folder, 'guide.md'), atime, mtime)
      const answer = await reverie.ask({ question })
      for (const { quote } of answer.citations) expect(quote).toContain(`\`${value}\``)
    }
  })

  it('of equal length right after the last one was read is seen', async () => {
    const question = await prepared('retries')
    for (let round = 0; round < 20; round++) {
      const value = round % 10
      write('guide.md', guide.replace('`3`', `\`${value}\``))
      const { citations } = await reverie.ask({ question, mode: round % 3 === 0 ? 'live' : 'prepared' })
      for (const { quote } of citations) expect(quote).toContain(`\`${value}\``)
      if (round % 7 === 6) await reverie.status()
    }
  })
})

describe('what was only read', () => {
  /** As if the answer had been made by a skill that was also shown the notes. */
  async function readsNotes(question: string): Promise<void> {
    const { entry } = await entryOf(question)
    const passage = await store.read
      .selectFrom('passages')
      .innerJoin('versions', (join) =>
        join.onRef('versions.scope', '=', 'passages.scope').onRef('versions.digest', '=', 'passages.version'),
      )
      .select(['passages.passage', 'versions.digest', 'versions.text'])
      .where('versions.text', 'like', '%30 days%')
      .executeTakeFirstOrThrow()
    const { passage: reference, digest: version, text } = passage
    const row = { scope, artefact: entry, artefact_kind: 'entry', role: 'read', ordinal: 90, place: null } as const
    const span = JSON.stringify([[0, text.length]])
    await store.write([statement(store.read.insertInto('evidence').values({ ...row, reference, version, span }))])
  }

  it('marks the answer soft-stale at once, for a bounded time, and never where it must be strict', async () => {
    const question = await prepared('retries')
    await readsNotes(question)
    expect(await reverie.ask({ question, freshness: 'strict' })).toMatchObject({ served: 'hit', freshness: { state: 'fresh' } })
    write('notes.md', notes.replace('30', '60'))
    for (const _ of ['laid over', 'committed']) {
      const { served, freshness } = await reverie.ask({ question })
      expect({ served, state: freshness.state }).toEqual({ served: 'hit', state: 'soft-stale' })
      expect(freshness.note).toMatch(/without citing it has changed since \d{4}-/)
      await reverie.status()
    }
    expect((await entryOf(question)).soft_since).not.toBeNull()
    expect((await reverie.ask({ question, freshness: 'strict' })).served).toBe('live')
    ahead = 23 * 3_600_000
    expect((await reverie.ask({ question })).served).toBe('hit')
    ahead = 25 * 3_600_000
    expect(await reverie.ask({ question })).toMatchObject({ served: 'live', decision: { reason: 'stale' } })
  })

  it('is right again once it is back', async () => {
    const question = await prepared('retries')
    await readsNotes(question)
    write('notes.md', notes.replace('30', '60'))
    await reverie.sync()
    write('notes.md', notes)
    expect((await reverie.ask({ question })).served).toBe('hit')
    await reverie.status()
    expect(await reverie.ask({ question })).toMatchObject({ served: 'hit', freshness: { state: 'fresh' } })
  })

  it('may be served for as long as the options say, and by default never where these are strict', async () => {
    const question = await prepared('retries')
    await readsNotes(question)
    write('notes.md', notes.replace('30', '60'))
    await reverie.sync()
    await using brief = await open({ softStaleMs: 1_000 })
    expect((await brief.ask({ question })).served).toBe('hit')
    ahead = 2_000
    expect((await brief.ask({ question })).served).toBe('live')
    await using strict = await open({ freshness: 'strict' })
    expect((await strict.ask({ question })).served).toBe('live')
    expect((await strict.ask({ question, freshness: 'bounded' })).freshness.state).toBe('soft-stale')
  })
})

describe('another recipe', () => {
  it('is marked and served, also where freshness is strict', async () => {
    const question = await prepared('retries')
    await store.write([
      bumpRevision(store.read, scope),
      statement(store.read.updateTable('entries').set({ recipe: 'former' }).where('question_text', '=', question)),
    ])
    for (const freshness of ['bounded', 'strict'] as const) {
      const answer = await reverie.ask({ question, freshness })
      expect(answer).toMatchObject({ served: 'hit', freshness: { state: 'soft-stale', note: expect.stringContaining('another version') } })
    }
  })
})

describe('what is doubted', () => {
  it('is checked before it is served under another heading, and the outcome is kept', async () => {
    const question = await prepared('retries')
    write('guide.md', guide.replace('## Options', '## Settings'))
    await reverie.sync()
    expect(await entryOf(question)).toMatchObject({ state: 'suspect', doubted: 1 })
    expect((await reverie.ask({ question })).served).toBe('hit')
    await reverie.status()
    expect(await entryOf(question)).toMatchObject({ state: 'fresh', doubted: 0 })
    const rung = await store.read
      .selectFrom('verifications')
      .select(['rung', 'by'])
      .where('artefact', '=', (await entryOf(question)).entry)
      .executeTakeFirst()
    expect(rung).toEqual({ rung: 'watch-held', by: 'ask' })
    write('guide.md', guide.replace('## Options', '## Settings').replace('# Lantern', '# Lantern 2'))
    await reverie.sync()
  })

  it('is withdrawn where a new file states another value, before any sync', async () => {
    const question = await prepared('default')
    write('other.md', '# Lantern\n\n## Options\n\n- `retries`: How often a failed job is tried again. Defaults to `7`.\n')
    const answer = await reverie.ask({ question })
    expect(answer.served === 'hit' && !answer.text.includes('7')).toBe(false)
  })
})

describe('what was withdrawn', () => {
  it('is served as soon as its file is put back, before any sync', async () => {
    const question = await prepared('retries')
    write('guide.md', guide.replace('`3`', '`4`'))
    await reverie.sync()
    expect((await entryOf(question)).state).toBe('stale')
    write('guide.md', readFileSync(join(folder, 'guide.md'), 'utf8').replace('`4`', '`3`'))
    const answer = await reverie.ask({ question })
    expect(answer).toMatchObject({ served: 'hit', preparedBy: 'sleep' })
    await reverie.status()
    expect((await entryOf(question)).state).toMatch(/fresh|suspect/)
  })
})
