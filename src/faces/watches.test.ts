import { mkdtempSync, rmSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { openSqliteStore } from '../adapters/store/sqlite/open-sqlite-store.ts'
import type { Answer } from '../spec/answer.ts'
import { systemClock } from '../spec/clock.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { openReverie } from './open-reverie.ts'
import type { Reverie } from './reverie.ts'

const { model, name, dimensions } = createHashingEmbedder()
const opened: { readonly folder: string; readonly reverie: Reverie }[] = []

afterEach(async () => {
  for (const { folder, reverie } of opened.splice(0)) {
    await reverie.close()
    rmSync(folder, { recursive: true, force: true })
  }
})

const guide = `# Lantern

Lantern is a job queue for one server.

## Options

- \`port\`: The port that the dashboard listens on. Defaults to \`3000\`.
- \`retries\`: How often a failed job is tried again. Defaults to \`4\`.

## Limits

A job may run for at most 15 minutes.
`
const cooking = '# Soup\n\nSalt is added at the end.\n\n## Stock\n\nBones are boiled for two hours.\n'
const contradiction = `# Dashboard notes

- \`port\`: The port that the dashboard listens on. Defaults to \`4000\`.
`

async function open() {
  const folder = mkdtempSync(join(tmpdir(), 'reverie-watch-'))
  const put = async (path: string, text: string) => {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  await put('guide.md', guide)
  await put('cooking.md', cooking)
  const reverie = await openReverie({ folder, embedder: { name, model, dimensions } })
  opened.push({ folder, reverie })
  await reverie.sleep()
  const prepared = await reverie.questions.list({ state: 'prepared', match: 'port' })
  const question = prepared.find((one) => one.text.includes('default'))?.text ?? prepared[0]?.text
  if (question === undefined) throw new Error('nothing was prepared about the port')
  return { folder, reverie, put, remove: (path: string) => rm(join(folder, path)), question }
}

const options = `# Parcel Middleware

The Parcel Middleware weighs what is sent.

## Options

### <Badge type="info" text="optional" /> labelLength: \`number\`

The longest label of a parcel. The default is \`255\`.

### maxWeight: \`number\`

The heaviest parcel that is accepted. The default is \`100 * 1024\` - \`100kb\`.
`
const optionNotes = (heading: string, text: string) => `# Parcel Middleware\n\n## Options\n\n### ${heading}\n\n${text}\n`

async function openWithOptions(named: string) {
  const made = await open()
  await made.put('docs/parcel.md', options)
  await made.reverie.sleep()
  const question = `What is the default value of the \`${named}\` option of the Parcel middleware?`
  return { ...made, question }
}

const quotesOnly = (answer: Answer, value: string): boolean =>
  answer.served === 'hit' && answer.citations.length === 1 && answer.text.includes(value)

describe('a prepared answer is watched', () => {
  it('an edit elsewhere costs no hit', async () => {
    const { reverie, put, question } = await open()
    expect((await reverie.ask({ question })).served).toBe('hit')
    await put('cooking.md', cooking.replace('two hours', 'three hours'))
    const answer = await reverie.ask({ question })
    expect(answer.served).toBe('hit')
    await reverie.sync()
    expect((await reverie.ask({ question })).served).toBe('hit')
  })

  it('a new file that contradicts it without being cited withholds it at the very next ask, and gives it back when it goes', async () => {
    const { reverie, put, remove, question } = await open()
    expect(quotesOnly(await reverie.ask({ question }), '3000')).toBe(true)
    await put('notes.md', contradiction)
    const laid = await reverie.ask({ question })
    expect(quotesOnly(laid, '3000'), `laid over: ${laid.served} ${laid.text}`).toBe(false)
    await reverie.sync()
    const synced = await reverie.ask({ question })
    expect(quotesOnly(synced, '3000'), `synced: ${synced.served} ${synced.text}`).toBe(false)
    await remove('notes.md')
    const back = await reverie.ask({ question })
    expect(quotesOnly(back, '3000'), `back: ${back.served} ${back.text} ${back.decision.detail}`).toBe(true)
  })

  it('after a sleep the answer tells of both, and of one again when the other is gone', async () => {
    const { reverie, put, remove, question } = await open()
    await put('notes.md', contradiction)
    await reverie.sleep()
    const both = await reverie.ask({ question })
    expect(quotesOnly(both, '3000'), both.text).toBe(false)
    expect(both.text).toContain('4000')
    await remove('notes.md')
    await reverie.sleep()
    const back = await reverie.ask({ question })
    expect(quotesOnly(back, '3000'), `back: ${back.served} ${back.text} ${back.decision.detail}`).toBe(true)
  })

  it.each([
    ['in the second sentence', 'labelLength', '255', 'labelLength: `number`', 'The longest label of a parcel. The default is `64`.', '64'],
    [
      'written as a product',
      'maxWeight',
      '100kb',
      'maxWeight: `number`',
      'The heaviest parcel that is accepted. The default is `300 * 1024` - `300kb`.',
      '300kb',
    ],
  ])('a new file that gives another value %s, under the same headings, is told of as well', async (_, named, own, heading, text, other) => {
    const { reverie, put, remove, question } = await openWithOptions(named)
    const strict = { question, freshness: 'strict' } as const
    const before = await reverie.ask({ question })
    expect(quotesOnly(before, own), `${before.served} ${before.text} ${before.decision.detail}`).toBe(true)
    await put('docs/notes.md', optionNotes(heading, text))
    const told = async (when: string) => {
      for (const asked of [{ question }, strict]) {
        const { text: answered, decision } = await reverie.ask(asked)
        expect(answered, `${when}: ${decision.detail}`).toContain(own)
        expect(answered, `${when}: ${decision.detail}`).toContain(other)
      }
    }
    await told('laid over')
    await reverie.sync()
    await told('synced')
    await reverie.sleep()
    await told('slept')
    await remove('docs/notes.md')
    await reverie.sleep()
    expect(quotesOnly(await reverie.ask({ question }), own)).toBe(true)
  })

  it.each([
    [
      'the same amount in another unit',
      'maxWeight',
      '100kb',
      'maxWeight: `number`',
      'The heaviest parcel that is accepted. The default is `102400` - `100kb`.',
    ],
    [
      'another option with the same words',
      'labelLength',
      '255',
      'titleLength: `number`',
      'The longest title of a parcel. The default is `64`.',
    ],
  ])('a new file that gives %s costs no hit', async (_, named, own, heading, text) => {
    const { reverie, put, question } = await openWithOptions(named)
    await put('docs/notes.md', optionNotes(heading, text))
    await reverie.sync()
    const answer = await reverie.ask({ question })
    expect(quotesOnly(answer, own), `${answer.served} ${answer.text} ${answer.decision.detail}`).toBe(true)
  })

  it('an absence stands through unrelated edits and is answered as soon as a passage answers it', async () => {
    const { reverie, put } = await open()
    const question = 'How many megabytes may an attachment weigh?'
    expect((await reverie.ask({ question })).served).toBe('none')
    // Waits until what the ask leaves behind is written.
    await reverie.status()
    await put('cooking.md', cooking.replace('two hours', 'three hours'))
    const still = await reverie.ask({ question })
    expect([still.served, still.decision.reason]).toEqual(['none', 'absence'])
    await reverie.sleep()
    const asleep = await reverie.ask({ question })
    expect([asleep.served, asleep.decision.reason]).toEqual(['none', 'absence'])
    await put('attachments.md', '# Attachments\n\nAn attachment may weigh at most 25 megabytes.\n')
    const answered = await reverie.ask({ question })
    expect(answered.served, answered.decision.detail).toBe('live')
    expect(answered.text).toContain('25 megabytes')
  })

  it('weighs its words anew once a tenth of the passages have come or gone, and stays', async () => {
    const { folder, reverie, put, question } = await open()
    const read = async () => {
      const store = await openSqliteStore({ path: join(folder, '.reverie/reverie.db'), clock: systemClock })
      const watches = await store.read.selectFrom('watches').select('passages').execute()
      const { passages } = await store.read
        .selectFrom('passages')
        .select(({ fn }) => fn.countAll<number>().as('passages'))
        .where('version', 'is not', null)
        .executeTakeFirstOrThrow()
      await store.close()
      return { watched: [...new Set(watches.map((watch) => watch.passages))], passages: Number(passages) }
    }
    const before = await read()
    expect(before.watched).toEqual([before.passages])
    for (const name of ['apples', 'pears', 'plums']) await put(`${name}.md`, `# ${name}\n\nHere ${name} ripen in autumn.\n`)
    await reverie.sleep()
    const after = await read()
    expect(after.passages).toBeGreaterThan(before.passages)
    expect(after.watched).toEqual([after.passages])
    expect((await reverie.ask({ question })).served).toBe('hit')
  })
})
