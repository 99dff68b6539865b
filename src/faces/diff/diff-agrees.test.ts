import { mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createHashingEmbedder } from '../../testing/hashing-embedder.ts'
import { openReverie } from '../open-reverie.ts'
import type { Reverie } from '../reverie.ts'

const files: Readonly<Record<string, string>> = {
  'README.md': `# Lantern

Lantern is a small job queue for teams that run one server. It keeps jobs in a file and needs no broker.

## Limits

A job may run for at most 15 minutes. The queue holds 5000 jobs.
`,
  'docs/configuration.md': `# Configuration

## Options

- \`retries\`: How often a failed job is tried again. Defaults to \`3\`.
- \`concurrency\`: How many jobs run at once. Defaults to \`2\`.
- \`logFile\`: Where the log is written. Defaults to \`lantern.log\`.

| variable | meaning |
|---|---|
| \`LANTERN_HOME\` | The folder that holds the queue file. |
| \`LANTERN_TOKEN\` | The token that the dashboard asks for. |
`,
  'docs/operations.md': `# Operations

## Restarting the worker

Stop the worker with \`lantern stop\`, then start it with \`lantern start\`.

## Backups

Copy the queue file while the worker is stopped. A backup taken while the worker runs may hold half a job.
`,
}

let folder: string
let reverie: Reverie

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'reverie-agrees-')))
  mkdirSync(join(folder, 'docs'))
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text)
  const { name, model, dimensions } = createHashingEmbedder()
  reverie = await openReverie({ folder, embedder: { name, model, dimensions } })
  await reverie.sleep()
})

afterAll(async () => {
  await reverie.close()
  rmSync(folder, { recursive: true })
})

function replace(path: string, from: string, to: string): void {
  const text = readFileSync(join(folder, path), 'utf8')
  if (!text.includes(from)) throw new Error(`"${from}" is not in ${path}`)
  writeFileSync(join(folder, path), text.replace(from, to))
}

/** Each edit is compared, then synced, then slept over, so that the next begins with everything prepared. */
const edits: readonly (readonly [string, () => void])[] = [
  ['a number', () => replace('README.md', '15 minutes', '45 minutes')],
  ['reflowed prose', () => replace('README.md', 'for teams that run one server. It keeps', 'for teams\nthat run one server. It\nkeeps')],
  ['a sentence beside what is quoted', () => replace('README.md', 'The queue holds', 'Nobody waits for it. The queue holds')],
  [
    'a list item and a table row',
    () => {
      replace('docs/configuration.md', 'Defaults to `2`.', 'Defaults to `8`.')
      replace('docs/configuration.md', 'The folder that holds', 'The folder with')
    },
  ],
  [
    'a renamed and edited file',
    () => {
      renameSync(join(folder, 'docs/operations.md'), join(folder, 'docs/running.md'))
      replace('docs/running.md', 'half a job', 'two thirds of a job')
    },
  ],
  [
    'a section moved to another file',
    () => {
      replace('docs/running.md', '\n## Backups\n\nCopy the queue file while the worker is stopped. ', '\n')
      writeFileSync(join(folder, 'docs/backups.md'), '# Backups\n\nCopy the queue file while the worker is stopped.\n')
    },
  ],
  ['a new file with another value', () => writeFileSync(join(folder, 'docs/faq.md'), '# Questions\n\nThe queue holds 9000 jobs.\n')],
  ['a deleted file', () => rmSync(join(folder, 'docs/configuration.md'))],
]

describe('what a comparison says of the prepared answers is what a sync then does', () => {
  test.each(edits)('%s', async (_, edit) => {
    const before = new Set((await reverie.questions.list({ state: 'prepared', limit: 500 })).map((question) => question.id))
    expect(before.size).toBeGreaterThan(3)
    edit()
    const view = await reverie.diff()
    const gone = [...view.withdrawn, ...view.altered, ...view.soft.filter((item) => item.rung === 'withdrawn')].map((item) => item.question)
    await reverie.sync()
    // A list waits for the next sleep where a member it quotes has changed, too: it is named among the lists.
    const lists = new Set(view.lists.map((list) => list.questionId))
    const stale = (await reverie.questions.list({ state: 'stale', limit: 500 })).filter(({ id }) => before.has(id) && !lists.has(id))
    expect(stale.map((question) => question.text).sort()).toEqual(gone.sort())
    expect(
      view.unaffected + view.soft.length + view.lists.length + view.withdrawn.length + view.altered.length + view.contradicted.length,
    ).toBe(before.size)
    await reverie.sleep()
  })
})
