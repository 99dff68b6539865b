import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { openReverie } from './open-reverie.ts'
import type { Reverie } from './reverie.ts'

const readme = (install: string) => `# Lantern

Lantern is a small job queue for teams that run one server. It keeps jobs in a file and needs no broker.

## Installing

Run the installer once on the server:

\`\`\`sh
${install}
\`\`\`
`

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-whole-'))
  write('docs/limits.md', '# Limits\n\nA job of the queue may run for at most 15 minutes.\n')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

function opened(): Promise<Reverie> {
  const { name, model, dimensions } = createHashingEmbedder()
  return openReverie({ folder, embedder: { name, model, dimensions } })
}

async function ofTheWhole(reverie: Reverie): Promise<readonly string[]> {
  const all = await reverie.questions.list({ limit: 500 })
  return all
    .filter(({ origins }) => origins.includes('corpus'))
    .map(({ text }) => text)
    .sort()
}

const [does, install] = ['What does Lantern do?', 'How do I install Lantern?']

it('prepares questions about the whole from the front page, and has nothing to do the second time', async () => {
  write('README.md', readme('npx lantern setup'))
  await using reverie = await openReverie({ folder })
  await reverie.sleep()
  expect(await ofTheWhole(reverie)).toEqual([install, does])
  expect(await reverie.ask({ question: does })).toMatchObject({ served: 'hit', citations: [{ path: 'README.md' }] })
  const answer = await reverie.ask({ question: install })
  expect(answer.served).toBe('hit')
  expect(answer.text).toContain('npx lantern setup')
  await reverie.sleep()
  expect(await reverie.sleep()).toMatchObject({ idle: true, produced: {} })
})

it('follows the front page: another command, none, and no front page', async () => {
  write('README.md', readme('npx lantern setup'))
  await using reverie = await opened()
  await reverie.sleep()
  write('README.md', readme('npm install lantern'))
  await reverie.sleep()
  expect((await reverie.ask({ question: install })).text).toContain('npm install lantern')
  write('README.md', '# Lantern\n\nLantern is a small job queue for teams that run one server.\n')
  await reverie.sleep()
  // What was asked is kept; nobody asked the other.
  expect(await ofTheWhole(reverie)).toContain(does)
  expect((await reverie.ask({ question: install })).text).not.toContain('npm install lantern')
  rmSync(join(folder, 'README.md'))
  await reverie.sleep()
  expect(await ofTheWhole(reverie)).not.toContain(does)
  expect(await reverie.sleep()).toMatchObject({ idle: true })
})

it('moves to a page that takes the front page’s place, and asks nothing without one', async () => {
  await using reverie = await opened()
  await reverie.sleep()
  expect(await ofTheWhole(reverie)).toEqual([])
  write('docs/index.md', '# Beacon\n\nBeacon is a queue for one server.\n')
  await reverie.sleep()
  expect(await ofTheWhole(reverie)).toEqual(['What does Beacon do?'])
  write('README.md', readme('npx lantern setup'))
  await reverie.sleep()
  expect(await ofTheWhole(reverie)).toEqual([install, does])
  expect(await reverie.sleep()).toMatchObject({ idle: true })
})
