import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer } from '../spec/answer.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { testPostgres } from '../testing/test-postgres.ts'
import { openReverie } from './open-reverie.ts'
import type { Reverie } from './reverie.ts'

const postgres = await testPostgres()

const documents: Readonly<Record<string, string>> = {
  'README.md': `# Lantern

Lantern is a small job queue for teams that run one server. It keeps jobs in a file and needs no broker.

## Limits

A job may run for at most 15 minutes. The queue holds 5000 jobs. A worker is restarted after 200 jobs.
`,
  'docs/configuration.md': `# Configuration

Lantern reads \`lantern.json\` in the working directory.

## Options

- \`retries\`: How often a failed job is tried again. Defaults to \`3\`.
- \`concurrency\`: How many jobs run at once. Defaults to \`2\`.
- \`logFile\`: Where the log is written. Defaults to \`lantern.log\`.

## Environment variables

- \`LANTERN_HOME\`: The folder that holds the queue file.
- \`LANTERN_TOKEN\`: The token that the dashboard asks for.
`,
  'docs/Öffnung.md': `# Opening hours

The office in Zürich opens at 9:00. On Fridays it closes at 16:00.

## Backups

A backup taken while the worker runs may hold half a job.
`,
  'src/queue.ts': `/** The most jobs the queue holds. */
export const longestQueue = 5000

/** Puts a job at the end of the queue and says whether there was room for it. */
export function addJob(queue: string[], job: string): boolean {
  if (queue.length >= longestQueue) return false
  queue.push(job)
  return true
}
`,
}

const live = [
  'How long may a job run?',
  'When does the office in Zürich open?',
  'What happens to a backup taken while the worker runs?',
  'How many jobs does the queue hold?',
  'what does addJob do',
  'Who won the football world cup in 1998?',
]

let base: string
let server: string
/** The same documents over a file and over a server. */
let pair: readonly [Reverie, Reverie]

const folderOf = (name: string) => join(base, name)

function write(name: string, path: string, text: string): void {
  mkdirSync(dirname(join(folderOf(name), path)), { recursive: true })
  writeFileSync(join(folderOf(name), path), text)
}

function edit(path: string, from: string, to: string): void {
  for (const name of ['file', 'server']) {
    const text = readFileSync(join(folderOf(name), path), 'utf8')
    if (!text.includes(from)) throw new Error(`"${from}" is not in ${path}`)
    write(name, path, text.replace(from, to))
  }
}

const open = (name: string, database?: string, scope = 'default') =>
  openReverie({ folder: folderOf(name), embedder: createHashingEmbedder(), scope, ...(database === undefined ? {} : { database }) })

/** What must not depend on where state lives. */
const given = ({ text, served, preparedBy, preparedFor, citations, freshness, decision }: Answer) => ({
  ...{ text, served, preparedBy, preparedFor, citations, state: freshness.state },
  reason: decision.reason,
  guards: decision.guards,
})

async function askBoth(question: string) {
  const [one, other] = await Promise.all(pair.map((reverie) => reverie.ask({ question })))
  // What an ask leaves behind is written after its answer; a status waits for it, so that the next ask finds the same in both.
  await Promise.all(pair.map((reverie) => reverie.status()))
  if (one === undefined || other === undefined) throw new Error('there are two')
  expect({ question, ...given(other) }).toEqual({ question, ...given(one) })
  return other
}

async function questions(reverie: Reverie): Promise<readonly string[]> {
  const listed = await reverie.questions.list({ state: 'prepared' })
  return listed.map(({ text }) => text)
}

describe.skipIf(postgres.missing !== null)(`the loop over ${postgres.title}`, () => {
  beforeAll(async () => {
    base = mkdtempSync(join(tmpdir(), 'reverie-pg-loop-'))
    for (const [path, text] of Object.entries(documents)) for (const name of ['file', 'server']) write(name, path, text)
    server = await postgres.nameSchema()
    pair = [await open('file'), await open('server', server)]
  })
  afterAll(async () => {
    await Promise.all(pair.map((reverie) => reverie.close()))
    rmSync(base, { recursive: true, force: true })
  })

  it('answers live alike before any sleep', async () => {
    for (const question of live) await askBoth(question)
    expect(await askBoth('How long may a job run?')).toMatchObject({ citations: [{ path: 'README.md' }] })
  })

  it('prepares the same, then has nothing to do', async () => {
    const [one, other] = await Promise.all(pair.map((reverie) => reverie.sleep()))
    expect(other?.failed).toEqual([])
    expect(other?.stoppedBy).toBe('done')
    expect(other?.produced).toEqual(one?.produced)
    expect(other?.servable).toBe(one?.servable)
    expect(other?.servable).toBeGreaterThan(8)
    expect(await pair[1].sleep()).toMatchObject({ idle: true, produced: {} })
    expect(await questions(pair[1])).toEqual(await questions(pair[0]))
  })

  it('serves the same hits with the same citations', async () => {
    for (const question of await questions(pair[0])) expect((await askBoth(question)).served).toBe('hit')
    for (const question of live) await askBoth(question)
  })

  it('withdraws exactly what an edit reaches, and serves it again when the old text is back', async () => {
    const all = await questions(pair[0])
    edit('README.md', '15 minutes', '20 minutes')
    for (const question of [...all, ...live]) expect((await askBoth(question)).text).not.toContain('15 minutes')
    edit('README.md', '20 minutes', '15 minutes')
    for (const question of all) expect((await askBoth(question)).served).toBe('hit')
  })

  it('takes what is pushed and lets it go', async () => {
    const notes = { id: 'notes/holidays.md', text: '# Holidays\n\nThe office is closed on 24 December and on 31 December.\n' }
    for (const reverie of pair) await reverie.put(notes)
    expect((await askBoth('When is the office closed?')).citations).toMatchObject([{ path: notes.id }])
    for (const reverie of pair) await reverie.remove(notes)
    await askBoth('When is the office closed?')
  })

  it('takes text with U+0000, which PostgreSQL cannot hold', async () => {
    const odd = { id: 'notes/odd.md', text: '# Rooms\n\nThe large room\0holds forty people.\n' }
    await pair[1].put(odd)
    expect((await pair[1].ask({ question: 'How many people does the large\0room hold?' })).text).toContain('forty people')
    await pair[1].remove(odd)
  })

  it('is shared: another opening serves what was slept, and sees what this one commits', async () => {
    await using one = await open('server', server, 'shared')
    await using other = await open('server', server, 'shared')
    const sleeps = await Promise.allSettled([one.sleep(), other.sleep()])
    expect(sleeps.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(sleeps.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'lease-held' } })
    for (const question of await questions(one)) expect(await other.ask({ question })).toMatchObject({ served: 'hit', preparedBy: 'sleep' })
    const parking = { id: 'notes/parking.md', text: '# Parking\n\nVisitors park behind the bakery.\n' }
    await other.put(parking)
    expect((await one.ask({ question: 'Where do visitors park?' })).citations).toMatchObject([{ path: parking.id }])
    await one.sleep()
    expect(await other.ask({ question: 'Where do visitors park?' })).toMatchObject({ citations: [{ path: parking.id }] })
    await one.remove(parking)
    expect((await other.ask({ question: 'Where do visitors park?' })).citations).toEqual([])
  })

  it('explains itself and says where it is, without a password', async () => {
    const [question = ''] = await questions(pair[1])
    const answer = await pair[1].ask({ question })
    expect(await pair[1].why(answer.id)).toMatchObject({ kind: 'ask' })
    expect((await pair[1].summary()).children.map((child) => child.label)).toEqual(
      (await pair[0].summary()).children.map((child) => child.label),
    )
    const { database, documents: count } = await pair[1].status()
    expect(count).toBe(4)
    expect(database).toMatchObject({ path: expect.stringMatching(/^postgres:/), writable: true, reason: null })
    expect(database.bytes).toBeGreaterThan(100_000)
  })

  it('forgets in both alike', async () => {
    for (const reverie of pair) expect((await reverie.forget({ path: 'docs/configuration.md' })).erased.documents).toBe(1)
    for (const question of ['How often is a failed job tried again?', ...live]) {
      expect((await askBoth(question)).citations.filter(({ path }) => path === 'docs/configuration.md')).toEqual([])
    }
    expect(await questions(pair[1])).toEqual(await questions(pair[0]))
  })
})
