import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeBundle } from '../../testing/bundle-maker.ts'
import { createHashingEmbedder } from '../../testing/hashing-embedder.ts'
import { openReverie } from '../open-reverie.ts'
import type { ExportReceipt, ImportReceipt, Reverie, ReverieOptions } from '../reverie.ts'

const handbook: Readonly<Record<string, string>> = {
  'README.md':
    '# Lantern\n\nLantern is a small job queue for teams that run one server. It needs no broker.\n\n## Limits\n\nA job may run for at most 15 minutes. The queue holds 5000 jobs.\n',
  'docs/configuration.md':
    '# Configuration\n\nLantern reads `lantern.json` in the working directory.\n\n## Options\n\n- `retries`: How often a failed job is tried again. Defaults to `3`.\n- `concurrency`: How many jobs run at once. Defaults to `2`.\n\n## Environment variables\n\n- `LANTERN_HOME`: The folder that holds the queue file.\n- `LANTERN_TOKEN`: The token that the dashboard asks for.\n',
  'docs/operations.md':
    '# Operations\n\n## Restarting the worker\n\nStop the worker with `lantern stop`, then start it with `lantern start`. Jobs that were running are put back at the front of the queue.\n',
  'private/plans.md': '# Plans\n\nThe launch date is the 4th of May 2031. The budget is 40,000 dollars.\n',
}

let base: string
let maker: Reverie
let bundle: string
let receipt: ExportReceipt
/** Every prepared question where it was made, with its answer. */
const made = new Map<string, { readonly text: string; readonly quotes: readonly string[] }>()

function place(name: string, files: Readonly<Record<string, string>>): string {
  const folder = join(base, name)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

function open(folder: string, options: Partial<ReverieOptions> = {}) {
  const { name, model, dimensions, embedded } = createHashingEmbedder()
  return openReverie({ folder, embedder: { name, model, dimensions }, ...options }).then((reverie) => ({ reverie, embedded }))
}

const linesOf = (path: string): readonly string[] => gunzipSync(readFileSync(path)).toString().trimEnd().split('\n')

beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), 'reverie-bundle-'))
  maker = (await open(place('maker', handbook), { localOnly: ['private/'] })).reverie
  await maker.sleep()
  for (const { text } of await maker.questions.list({ state: 'prepared', limit: 1_000 })) {
    const answer = await maker.ask({ question: text })
    made.set(text, { text: answer.text, quotes: answer.citations.map((citation) => citation.quote) })
  }
  await maker.ask({ question: 'Is the worker of Lantern stopped with lantern stop in our Berlin office?' })
  bundle = join(base, 'night.bundle')
  receipt = await maker.exportBundle({ to: bundle })
})

afterAll(async () => {
  await maker.close()
  rmSync(base, { recursive: true, force: true })
})

describe('what travels', () => {
  it('is what was prepared, and says what was left out', () => {
    expect(receipt.counts.entries).toBeGreaterThan(5)
    expect(receipt.counts.summaries).toBeGreaterThanOrEqual(3)
    expect(receipt.digest).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect(receipt.leftOut.asked).toBe(1)
    expect(receipt.leftOut.localOnly).toBeGreaterThan(0)
  })

  it('is nothing of local paths, nothing people alone asked, and of sources nothing but what is quoted', () => {
    const text = linesOf(bundle).join('\n')
    for (const secret of ['private/', '2031', '40,000', 'Berlin', base]) expect(text).not.toContain(secret)
    expect(text).toContain('Defaults to `3`')
    for (const line of linesOf(bundle)) expect(line.startsWith('{"kind":"passage"') || line.includes('"origins":["asked"')).toBe(false)
  })

  it('tells what people asked where that is wanted', async () => {
    const asked = await maker.exportBundle({ to: join(base, 'asked.bundle'), asked: true })
    expect(asked.leftOut.asked).toBe(0)
    expect(linesOf(join(base, 'asked.bundle')).join('\n')).toContain('Berlin')
  })

  it('takes the same bytes twice to the same digest, but for the time', async () => {
    const again = join(base, 'again.bundle')
    await maker.exportBundle({ to: again })
    expect(linesOf(again).slice(1, -1)).toEqual(linesOf(bundle).slice(1, -1))
  })
})

describe('another clone in another state', () => {
  const changed = {
    ...handbook,
    'docs/configuration.md': (handbook['docs/configuration.md'] ?? '').replace('Defaults to `3`', 'Defaults to `7`'),
  }
  /** Passages of these files are what stands between blank lines. */
  const blocks = new Set(Object.values(changed).flatMap((source) => source.split(/\n\n+/).map((block) => block.trim())))
  const blockOf = (quote: string) =>
    Object.values(handbook)
      .flatMap((source) => source.split(/\n\n+/).map((block) => block.trim()))
      .find((block) => block.includes(quote)) ?? ''
  let folder: string
  let clone: Reverie
  let again: ImportReceipt
  let embedded: readonly string[]
  let taken: ImportReceipt
  const own = new Map<string, string>()

  beforeAll(async () => {
    folder = place('elsewhere/deep/clone', changed)
    const opened = await open(folder)
    clone = opened.reverie
    embedded = opened.embedded
    taken = await clone.importBundle({ from: bundle })
    again = await clone.importBundle({ from: bundle })
    for (const question of made.keys()) {
      const answer = await clone.ask({ question })
      if (answer.served === 'hit') own.set(question, answer.text)
    }
  })

  afterAll(() => clone.close())

  it('serves at once exactly what rests on texts it has, in no other words, with nothing embedded', () => {
    const { entries, vectors, summaries } = taken
    expect(entries).toMatchObject({ total: receipt.counts.entries, refused: [] })
    expect(entries.held + entries.waiting).toBe(entries.total)
    expect(entries.waiting).toBeGreaterThan(0)
    expect(summaries.held).toBeGreaterThan(0)
    expect(vectors.owed).toBe(0)
    for (const [question, { text, quotes }] of made) {
      if (question.includes('launch') || question.includes('budget')) continue
      const rests = quotes.every((quote) => blocks.has(blockOf(quote)))
      expect([question, own.get(question) ?? null]).toEqual([question, rests ? text : null])
    }
    // Live answers to questions that wait embed the question they were asked.
    expect(embedded.filter((text) => own.has(text))).toEqual([])
  })

  it('never serves what was said of the other state', async () => {
    const about = [...made.keys()].filter((question) => made.get(question)?.text.includes('Defaults to `3`'))
    expect(about.length).toBeGreaterThan(0)
    for (const question of about) expect((await clone.ask({ question })).text).not.toContain('`3`')
  })

  it('takes a bundle twice without doing anything twice', () => {
    expect(again.entries).toMatchObject({ held: 0, kept: taken.entries.held, waiting: taken.entries.waiting, refused: [] })
    expect(again.summaries).toMatchObject({ held: 0, kept: taken.summaries.held, differ: taken.summaries.differ })
    expect(again.questions.added).toBe(0)
  })

  it('wakes the rest as soon as the file is what it was where the bundle was made', async () => {
    const other = await open(place('elsewhere/other', changed))
    await using late = other.reverie
    await late.importBundle({ from: bundle })
    writeFileSync(join(base, 'elsewhere/other/docs/configuration.md'), handbook['docs/configuration.md'] ?? '')
    await late.sync()
    for (const [question, { text, quotes }] of made) {
      if (quotes.some((quote) => (handbook['private/plans.md'] ?? '').includes(quote))) continue
      expect(await late.ask({ question })).toMatchObject({ question, served: 'hit', text })
    }
    expect(other.embedded).toEqual([])
  })
})

describe('a passage that the maker did not have', () => {
  it('has the answers checked that it speaks to, and no others', async () => {
    const news = { 'docs/news.md': '# News\n\nSince this spring a job may run as long as 90 minutes.\n' }
    await using clone = (await open(place('news', { ...handbook, ...news }))).reverie
    const { entries } = await clone.importBundle({ from: bundle })
    expect(entries.held).toBe(entries.total)
    const lists = linesOf(bundle).filter((line) => line.includes('"shape":"list"')).length
    const { fresh = 0, suspect = 0 } = (await clone.status()).entries
    expect(suspect).toBeGreaterThan(lists)
    expect(fresh).toBeGreaterThan(0)
  })

  it('is looked for with no more than the maker had: nothing is doubted where both have the same', async () => {
    await using clone = (await open(place('same', { ...handbook, 'private/plans.md': '' }))).reverie
    await clone.importBundle({ from: bundle })
    const lists = linesOf(bundle).filter((line) => line.includes('"shape":"list"')).length
    expect((await clone.status()).entries.suspect ?? 0).toBe(lists)
  })
})

describe('a list', () => {
  it.each([
    ['under its own name is served', '`LANTERN_HOME`', true],
    ['under another name is not', '`LANTERN_PASSWORD`', false],
  ])('whose member goes %s', async (_name, member, isServed) => {
    const lines = linesOf(bundle).slice(1, -1)
    const changed = lines.map((line) => (line.includes('"shape":"list"') ? line.replace('- `LANTERN_HOME`:', `- ${member}:`) : line))
    const bytes = makeBundle(changed, JSON.parse(linesOf(bundle)[0] ?? '{}'))
    const question = [...made].find(([, { text }]) => text.includes('LANTERN_HOME') && text.includes('LANTERN_TOKEN'))?.[0] ?? ''
    await using clone = (await open(place(`list-${isServed}`, handbook))).reverie
    const { entries } = await clone.importBundle({ from: Readable.from([bytes]) })
    expect(entries.refused).toEqual([])
    const answer = await clone.ask({ question })
    expect(answer.served === 'hit').toBe(isServed)
    expect(answer.text).not.toContain('PASSWORD')
  })
})

describe('an own answer', () => {
  it('is never replaced by an imported one', async () => {
    await using clone = (await open(place('own', handbook))).reverie
    await clone.sleep()
    const ids = async () => (await clone.questions.list({ state: 'prepared', limit: 1_000 })).map(({ id, answer }) => `${id} ${answer}`)
    const before = await ids()
    const { entries } = await clone.importBundle({ from: bundle })
    expect(entries).toMatchObject({ held: 0, kept: entries.total, waiting: 0 })
    expect(await ids()).toEqual(before)
  })

  it('is not brought back where it was forgotten', async () => {
    await using clone = (await open(place('forgetful', handbook))).reverie
    await clone.sync()
    await clone.forget({ path: 'docs/operations.md' })
    const { entries, summaries } = await clone.importBundle({ from: bundle })
    expect(entries.refused).toContainEqual({ reason: 'it was forgotten here', count: expect.any(Number) })
    expect(summaries.refused).toContainEqual({ reason: 'it was forgotten here', count: 1 })
    const prepared = await clone.questions.list({ state: 'prepared', limit: 1_000 })
    expect(prepared.filter((question) => question.answer?.includes('lantern stop'))).toEqual([])
  })
})
