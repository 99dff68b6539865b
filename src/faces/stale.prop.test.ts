import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { mkdir, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { Answer } from '../spec/answer.ts'
import { type Clock, systemClock } from '../spec/clock.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { seededRandom } from '../testing/seeded-random.ts'
import { openReverie } from './open-reverie.ts'
import type { Reverie } from './reverie.ts'

const subjects = ['lantern', 'badger', 'harbour', 'willow', 'copper', 'meadow']
const { model, name, dimensions } = createHashingEmbedder()
const folders: string[] = []

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'reverie-stale-'))
  folders.push(folder)
  return folder
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A clock whose monotonic time leaps, so that every walk over a source runs out of time at its first look. */
const hurried: Clock = (() => {
  let leapt = 0
  return { now: () => systemClock.now(), monotonic: () => (leapt += 1_000) }
})()

const open = (folder: string, clock: Clock = systemClock) => openReverie({ folder, clock, embedder: { name, model, dimensions } })

const pageOf = (subject: string, minutes: number): string =>
  `# The ${subject} worker\n\nThe ${subject} worker runs for ${minutes} minutes at most.\n\n## Restarting the ${subject} worker\n\nStop the ${subject} worker with \`stop-${subject}\`, then wait ${minutes + 1} seconds.\n\n- \`${subject}Limit\`: How many ${subject} jobs run at once. Defaults to \`${minutes + 2}\`.\n`

const questionsOf = (subject: string): readonly string[] => [
  `How long does the ${subject} worker run at most?`,
  `How many minutes does the ${subject} worker run?`,
  `What is the default value of the \`${subject}Limit\` option?`,
  `How do I restart the ${subject} worker?`,
]

/** Every quotation stands in the file it names, at the lines it names. */
function expectCurrent(folder: string, answer: Answer, after: string): void {
  for (const { path, quote, startLine, endLine } of answer.citations) {
    const at = join(folder, path)
    const where = `${answer.served} "${answer.question}" after ${after}`
    expect(existsSync(at) && statSync(at).isFile(), `${where} cites ${path}, which is gone`).toBe(true)
    const lines = readFileSync(at, 'utf8').split(/\r\n|\n|\r/)
    const there = lines.slice(startLine - 1, endLine).join('\n')
    expect(there, where).toContain(quote.replace(/\r\n?/g, '\n'))
  }
}

type Edit = (folder: string, pick: <Item>(items: readonly Item[]) => Item) => Promise<string>

const pages = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md') && !path.startsWith('.reverie') && statSync(join(folder, path)).isFile())
    .sort()

const subjectIn = (text: string): string => subjects.find((subject) => text.includes(subject)) ?? 'lantern'

async function rewrite(folder: string, path: string, change: (text: string) => string): Promise<void> {
  const at = join(folder, path)
  await writeFile(at, change(readFileSync(at, 'utf8')))
}

const edits: readonly Edit[] = [
  async (folder, pick) => {
    const path = pick(pages(folder))
    const minutes = pick([10, 20, 30, 40, 50, 60])
    await rewrite(folder, path, (text) => pageOf(subjectIn(text), minutes))
    return `new values in ${path}`
  },
  async (folder, pick) => {
    const path = pick(pages(folder))
    await rewrite(folder, path, (text) => `${pick(['Preface.', 'Some news.', ''])}\n\n${text}`)
    return `text before ${path}`
  },
  async (folder, pick) => {
    const path = pick(pages(folder))
    const { atime, mtime } = statSync(join(folder, path))
    await rewrite(folder, path, (text) => text.replace(/(\d)0 minutes/, (_, digit: string) => `${(Number(digit) % 8) + 1}0 minutes`))
    await utimes(join(folder, path), atime, mtime)
    return `an edit of the same length in ${path} with its time put back`
  },
  async (folder, pick) => {
    const path = pick(pages(folder))
    await rewrite(folder, path, (text) => (text.includes('\r\n') ? text.replaceAll('\r\n', '\n') : text.replaceAll('\n', '\r\n')))
    return `other line ends in ${path}`
  },
  async (folder, pick) => {
    const path = pick(pages(folder))
    const to = pick(['moved/away.md', 'moved/deep/er.md', 'a.md', 'z.md'])
    if (existsSync(join(folder, to))) return 'nothing'
    await mkdir(dirname(join(folder, to)), { recursive: true })
    await rename(join(folder, path), join(folder, to))
    return `${path} renamed to ${to}`
  },
  async (folder, pick) => {
    const [one, two] = [pick(pages(folder)), pick(pages(folder))]
    const text = readFileSync(join(folder, one), 'utf8')
    await rewrite(folder, one, () => readFileSync(join(folder, two), 'utf8'))
    await rewrite(folder, two, () => text)
    return `${one} and ${two} swapped`
  },
  async (folder, pick) => {
    const path = pick(pages(folder))
    const text = readFileSync(join(folder, path), 'utf8')
    await rm(join(folder, path))
    await mkdir(join(folder, path))
    await writeFile(join(folder, path, 'inside.md'), text)
    return `${path} turned into a folder`
  },
  async (folder, pick) => {
    if (pages(folder).length < 4) return 'nothing'
    const path = pick(pages(folder))
    await rm(join(folder, path))
    return `${path} deleted`
  },
  async (folder, pick) => {
    const subject = pick(subjects)
    await writeFile(join(folder, `${subject}-again.md`), pageOf(subject, pick([15, 25, 35])))
    return `a page more about ${subject}`
  },
]

async function askAll(reverie: Reverie, folder: string, after: string): Promise<void> {
  for (const question of subjects.flatMap(questionsOf)) expectCurrent(folder, await reverie.ask({ question }), after)
}

describe('nothing stale is served', () => {
  it.each([1, 2, 3])('whatever is done to the files, by two openings that take turns (seed %i)', async (seed) => {
    const folder = newFolder()
    for (const subject of subjects) await writeFile(join(folder, `${subject}.md`), pageOf(subject, 10))
    const random = seededRandom(seed)
    const pick = <Item>(items: readonly Item[]): Item => {
      const item = items[Math.floor(random.next() * items.length)]
      if (item === undefined) throw new Error('nothing to pick from')
      return item
    }
    await using one = await open(folder)
    await using two = await open(folder)
    await one.sleep()
    for (let step = 0; step < 12; step++) {
      const done = await pick(edits)(folder, pick)
      await askAll(step % 2 === 0 ? one : two, folder, done)
      if (step % 5 === 4) await two.sleep()
    }
  })

  it('not where the walk over the files ran out of time', async () => {
    const folder = newFolder()
    for (let at = 0; at < 150; at++) await writeFile(join(folder, `b${at}.md`), `# Filler ${at}\n\nFiller number ${at}.\n`)
    await writeFile(join(folder, 'zz.md'), pageOf('lantern', 10))
    await using reverie = await open(folder, hurried)
    await reverie.sync()
    const [question = '', other = ''] = questionsOf('lantern')
    expect(await reverie.ask({ question })).toMatchObject({ served: 'live', freshness: { state: 'unchecked' } })
    await reverie.status()
    expect(await reverie.ask({ question })).toMatchObject({ served: 'hit', preparedBy: 'ask' })
    await writeFile(join(folder, 'zz.md'), pageOf('lantern', 20))
    for (const text of [question, other]) {
      const answer = await reverie.ask({ question: text, mode: text === other ? 'live' : 'prepared' })
      expect(answer.text).not.toContain('10 minutes')
      expectCurrent(folder, answer, 'an edit')
    }
    await reverie.status()
    rmSync(join(folder, 'zz.md'))
    for (const text of [question, other]) expectCurrent(folder, await reverie.ask({ question: text }), 'a deletion')
  })
})
