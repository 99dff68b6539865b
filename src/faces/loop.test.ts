import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer } from '../spec/answer.ts'
import { openReverie } from './open-reverie.ts'
import type { Reverie } from './reverie.ts'

const handbook: Readonly<Record<string, string>> = {
  'README.md': `# Lantern

Lantern is a small job queue for teams that run one server. It keeps jobs in a file and needs no broker.

## Installing Lantern

Run the installer once on the server:

\`\`\`sh
npx lantern setup
\`\`\`

## Limits

A job may run for at most 15 minutes. The queue holds 5000 jobs.
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
  'docs/operations.md': `# Operations

## Restarting the worker

Stop the worker with \`lantern stop\`, then start it with \`lantern start\`. Jobs that were running are put back at the front of the queue.

## Backups

Copy the queue file while the worker is stopped. A backup taken while the worker runs may hold half a job.
`,
}

let folder: string
let reverie: Reverie

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
}

function edit(path: string, from: string, to: string): void {
  const text = readFileSync(join(folder, path), 'utf8')
  if (!text.includes(from)) throw new Error(`"${from}" is not in ${path}`)
  writeFileSync(join(folder, path), text.replace(from, to))
}

const ask = (question: string): Promise<Answer> => reverie.ask({ question })
const prepared = async (match: string): Promise<string> => {
  const [first] = await reverie.questions.list({ state: 'prepared', match })
  if (first === undefined) throw new Error(`no prepared question mentions "${match}"`)
  return first.text
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-loop-'))
  await write(handbook)
  reverie = await openReverie({ folder })
})

afterAll(async () => {
  await reverie.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('the whole loop over a small handbook', () => {
  it('answers live before any sleep', async () => {
    const answer = await ask('How long may a job run?')
    expect(answer.served).toBe('live')
    expect(answer.citations[0]).toMatchObject({ path: 'README.md', quote: expect.stringContaining('15 minutes') })
    expect(answer.freshness.state).toBe('fresh')
  })

  it('sleeps and says what it made', async () => {
    const receipt = await reverie.sleep()
    expect(receipt.failed).toEqual([])
    expect(receipt.stoppedBy).toBe('done')
    expect(receipt.sync.documents.total).toBe(3)
    expect(receipt.servable).toBeGreaterThan(5)
    expect(receipt.spend).toEqual({ inputTokens: 0, outputTokens: 0, usd: 0 })
  })

  it('has nothing to do the second time', async () => {
    const receipt = await reverie.sleep()
    expect(receipt).toMatchObject({ idle: true, produced: {} })
  })

  it('serves a prepared answer in the same words without embedding, and near it in other words', async () => {
    const question = await prepared('retries')
    const exact = await ask(question)
    expect(exact).toMatchObject({ served: 'hit', preparedBy: 'sleep', timings: { embedMs: 0 } })
    expect(exact.citations[0]?.path).toBe('docs/configuration.md')
    expect(exact.savedTokens).toBeGreaterThan(0)
    const near = await ask('What does the option `retries` default to?')
    expect(near.citations.some((citation) => citation.quote.includes('3'))).toBe(true)
  })

  it('serves complete lists that one passage does not hold', async () => {
    const answer = await ask(await prepared('environment variables'))
    expect(answer.served).toBe('hit')
    expect(answer.text).toContain('LANTERN_HOME')
    expect(answer.text).toContain('LANTERN_TOKEN')
    expect(answer.citations).toHaveLength(2)
  })

  it('says none where nothing answers', async () => {
    const answer = await ask('Who won the football world cup in 1998?')
    expect(answer).toMatchObject({ served: 'none', text: '', citations: [] })
  })

  it('prepares what was missed, so that it is a hit afterwards', async () => {
    const missed = await ask('What may a backup hold that is taken while the worker runs?')
    expect(missed.served).toBe('live')
    await reverie.sleep()
    expect(await ask('What may a backup hold that is taken while the worker runs?')).toMatchObject({ served: 'hit', preparedBy: 'sleep' })
  })

  it('withdraws exactly what rested on an edited line, at once and without a sleep', async () => {
    const limit = 'How long may a job run?'
    const other = await prepared('retries')
    edit('README.md', '15 minutes', '20 minutes')
    const after = await ask(limit)
    expect(after.citations.map((citation) => citation.quote).join(' ')).not.toContain('15 minutes')
    expect(after.citations.map((citation) => citation.quote).join(' ')).toContain('20 minutes')
    expect(await ask(other)).toMatchObject({ served: 'hit' })
    expect(await ask(await prepared('environment variables'))).toMatchObject({ served: 'hit' })
    const receipt = await reverie.sleep()
    expect(receipt.sync.documents.changed + receipt.sync.documents.unchanged).toBe(3)
  })

  it('brings answers back without remaking them when the old text returns', async () => {
    const question = await prepared('concurrency')
    edit('docs/configuration.md', 'run at once', 'run together')
    expect((await ask(question)).text).not.toContain('run at once')
    edit('docs/configuration.md', 'run together', 'run at once')
    expect(await ask(question)).toMatchObject({ served: 'hit', preparedBy: 'sleep' })
  })

  it('keeps answers through a rename and cites the new path', async () => {
    const question = await prepared('retries')
    await rename(join(folder, 'docs/configuration.md'), join(folder, 'docs/settings.md'))
    const answer = await ask(question)
    expect(answer).toMatchObject({ served: 'hit', citations: [{ path: 'docs/settings.md' }] })
    await rename(join(folder, 'docs/settings.md'), join(folder, 'docs/configuration.md'))
  })

  it('serves nothing that rests on a deleted file', async () => {
    const question = await prepared('retries')
    const text = readFileSync(join(folder, 'docs/configuration.md'), 'utf8')
    rmSync(join(folder, 'docs/configuration.md'))
    expect((await ask(question)).citations.filter((citation) => citation.path === 'docs/configuration.md')).toEqual([])
    writeFileSync(join(folder, 'docs/configuration.md'), text)
    expect(await ask(question)).toMatchObject({ served: 'hit' })
  })

  it('explains itself', async () => {
    const answer = await ask(await prepared('retries'))
    const why = await reverie.why(answer.id)
    expect(why).toMatchObject({ kind: 'ask', decision: { reason: 'exact' } })
    expect(why.candidates).toHaveLength(1)
    const entry = await reverie.why(why.candidates[0]?.entry ?? '')
    expect(entry).toMatchObject({ kind: 'entry', state: 'fresh', evidence: [{ state: 'unchanged', path: 'docs/configuration.md' }] })
    const tree = await reverie.summary()
    expect(tree.children.map((child) => child.label)).toContain('docs/configuration.md')
    const file = await reverie.summary('docs/configuration.md')
    expect(file.claims.length).toBeGreaterThan(3)
    const status = await reverie.status()
    expect(status).toMatchObject({ documents: 3, owed: { documents: 0, vectors: 0 } })
  })

  it('takes pushed documents and lets them go', async () => {
    await reverie.put({ id: 'notes/holidays.md', text: '# Holidays\n\nThe office is closed on 24 December and on 31 December.\n' })
    const answer = await ask('When is the office closed?')
    expect(answer.citations[0]).toMatchObject({ path: 'notes/holidays.md' })
    await reverie.remove({ id: 'notes/holidays.md' })
    expect((await ask('When is the office closed?')).citations.filter((citation) => citation.path === 'notes/holidays.md')).toEqual([])
  })

  it('forgets a file with everything made of it and does not read it again', async () => {
    const receipt = await reverie.forget({ path: 'docs/operations.md' })
    expect(receipt.pending).toBe(false)
    expect(receipt.erased.documents).toBe(1)
    await reverie.sleep()
    const answer = await ask('What may a backup hold that is taken while the worker runs?')
    expect(answer.citations.filter((citation) => citation.path === 'docs/operations.md')).toEqual([])
    expect(readFileSync(join(folder, '.reverie/reverie.db')).includes('put back at the front')).toBe(false)
  })

  it('answers the same asks from a second opening', async () => {
    const question = await prepared('retries')
    await using other = await openReverie({ folder })
    expect(await other.ask({ question })).toMatchObject({ served: 'hit', timings: { embedMs: 0 } })
  })
})
