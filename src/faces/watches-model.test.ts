import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { openSqliteStore } from '../adapters/store/sqlite/open-sqlite-store.ts'
import { systemClock } from '../spec/clock.ts'
import { statement } from '../spec/store.ts'
import { handbookModel, modelCall } from '../testing/handbook-model.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { createScriptedModel } from '../testing/scripted-model.ts'
import { openReverie } from './open-reverie.ts'
import type { Reverie } from './reverie.ts'

const limits = '# Limits\n\nA job may run for at most 15 minutes on the server. The queue holds 5000 jobs before it refuses more.\n'
const handbook: Readonly<Record<string, string>> = {
  'README.md': '# Lantern\n\nLantern is a small job queue for teams that run one server. It keeps jobs in a file and needs no broker.\n',
  'docs/limits.md': limits,
  'docs/backups.md':
    '# Backups\n\nCopy the queue file while the worker is stopped. A backup taken while the worker runs may hold half a job.\n',
}
const limitQuestion = 'Which rule says that A job may run for at most 15 minutes on the server?'

const opened: { readonly folder: string; readonly reverie: Reverie }[] = []

afterEach(async () => {
  for (const { folder, reverie } of opened.splice(0)) {
    await reverie.close()
    rmSync(folder, { recursive: true, force: true })
  }
})

async function open() {
  const folder = mkdtempSync(join(tmpdir(), 'reverie-watch-model-'))
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  for (const [path, text] of Object.entries(handbook)) put(path, text)
  const calls: (string | null)[] = []
  /** Readings of the question about the limit. */
  const reread: string[] = []
  const model = createScriptedModel((options) => {
    const call = modelCall(options)
    calls.push(call.format)
    if (call.format === null && JSON.stringify(options.prompt).includes(limitQuestion)) reread.push(limitQuestion)
    return { text: handbookModel(call) }
  })
  const { name, model: embedding, dimensions } = createHashingEmbedder()
  const reverie = await openReverie({
    folder,
    embedder: { name, model: embedding, dimensions },
    model: { name: 'scripted/one', model, price: { input: 1, output: 2 } },
  })
  opened.push({ folder, reverie })
  await reverie.sleep()
  calls.length = 0
  expect(reread).toEqual([limitQuestion])
  reread.length = 0
  const rowOf = async (question: string) => {
    const store = await openSqliteStore({ path: join(folder, '.reverie/reverie.db'), clock: systemClock })
    const row = await store.read
      .selectFrom('entries')
      .leftJoin('verifications', 'verifications.artefact', 'entries.entry')
      .select(['entries.state', 'entries.doubted', 'verifications.rung'])
      .where('question_text', '=', question)
      .executeTakeFirst()
    await store.close()
    return row
  }
  const forgetWatches = async () => {
    const store = await openSqliteStore({ path: join(folder, '.reverie/reverie.db'), clock: systemClock })
    await store.write([statement(store.read.deleteFrom('watches'))])
    await store.close()
  }
  return { reverie, put, forgetWatches, remove: (path: string) => rmSync(join(folder, path)), calls, reread, rowOf }
}

describe('what a model wrote is watched', () => {
  it('a doubt that has passed is settled without reading again: what it was shown is what it would be shown', async () => {
    const { reverie, put, remove, calls, rowOf } = await open()
    put('docs/minutes.md', '# Server minutes\n\nA job may run for 15 minutes on the server, said the minutes.\n')
    await reverie.sync()
    expect(await rowOf(limitQuestion)).toMatchObject({ state: 'suspect' })
    remove('docs/minutes.md')
    await reverie.sleep()
    expect(await rowOf(limitQuestion)).toMatchObject({ state: 'fresh', doubted: 0, rung: 'same-prompt' })
    expect(calls.filter((format) => format === null)).toEqual([])
  })

  it('another passage among those shown is checked, and costs no call where it says nothing else', async () => {
    const { reverie, put, reread, rowOf } = await open()
    put('docs/minutes.md', '# Server minutes\n\nA job may run for 15 minutes on the server, said the minutes.\n')
    await reverie.sleep()
    expect(await rowOf(limitQuestion)).toMatchObject({ state: 'fresh', doubted: 0, rung: 'watch-held' })
    expect(reread).toEqual([])
  })

  it('passages that take its place withdraw it', async () => {
    const { reverie, put, rowOf } = await open()
    for (let at = 0; at < 12; at++) {
      const rule = `Rule ${at} says that a job may run for at most 15 minutes on the server.`
      put(`docs/rule-${at}.md`, `# Which rule says that\n\n${rule}\n`)
    }
    await reverie.sleep()
    expect(await rowOf(limitQuestion)).toMatchObject({ state: 'stale', doubted: 1, rung: 'withdrawn' })
  })

  it('is left in doubt, and not served, while reading it again is not worth it', async () => {
    const { reverie, put, calls, rowOf } = await open()
    for (let at = 0; at < 12; at++) {
      const rule = `Rule ${at} says that a job may run for at most 15 minutes on the server.`
      put(`docs/rule-${at}.md`, `# Which rule says that\n\n${rule}\n`)
    }
    await reverie.sleep({ begun: 'schedule' })
    expect(calls).toEqual([])
    expect(await rowOf(limitQuestion)).toMatchObject({ state: 'suspect' })
    expect(await reverie.sleep({ begun: 'schedule' })).toMatchObject({ idle: true, produced: {} })
    expect(await reverie.ask({ question: limitQuestion })).toMatchObject({ served: 'live' })
    calls.length = 0
    await reverie.sleep({ budget: { tokens: 1_000_000 } })
    expect(calls).toContain(null)
    expect(await rowOf(limitQuestion)).toMatchObject({ state: 'stale', rung: 'withdrawn' })
  })

  it('is not served either where its watch was lost and a search finds otherwise', async () => {
    const { reverie, put, rowOf, forgetWatches } = await open()
    await forgetWatches()
    for (let at = 0; at < 12; at++) {
      const rule = `Rule ${at} says that a job may run for at most 15 minutes on the server.`
      put(`docs/rule-${at}.md`, `# Which rule says that\n\n${rule}\n`)
    }
    await reverie.sleep({ begun: 'schedule' })
    expect(await rowOf(limitQuestion)).toMatchObject({ state: 'suspect' })
    expect(await reverie.sleep({ begun: 'schedule' })).toMatchObject({ idle: true })
    expect(await reverie.ask({ question: limitQuestion })).toMatchObject({ served: 'live' })
  })

  it('keeps its text where the sentence it cites is said in other words', async () => {
    const { reverie, put, rowOf } = await open()
    const before = await reverie.ask({ question: limitQuestion })
    put(
      'docs/limits.md',
      limits.replace('A job may run for at most 15 minutes on the server.', 'On the server a job may run for at most 15 minutes.'),
    )
    await reverie.sync()
    expect(await rowOf(limitQuestion)).toMatchObject({ state: 'stale' })
    await reverie.sleep()
    expect(await rowOf(limitQuestion)).toMatchObject({ state: 'fresh', rung: 'claims-supported' })
    const after = await reverie.ask({ question: limitQuestion })
    expect([after.served, after.text]).toEqual(['hit', before.text])
    expect(after.citations[0]?.quote).toContain('On the server a job may run')
  })
})
