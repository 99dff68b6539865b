import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createParser } from '../adapters/parsers/create-parser.ts'
import type { AnswerBody } from '../spec/answer.ts'
import type { Parser } from '../spec/parser.ts'
import { createMarkedCorpus, type MarkedCorpus } from '../testing/marked-corpus.ts'
import { seededRandom } from '../testing/seeded-random.ts'

const subjects = ['lantern', 'badger', 'harbour']
const pageOf = (subject: string): string =>
  `# The ${subject}\n\nThe ${subject} runs for 10 minutes. It never sleeps, not even at night.\n\n## 1. Restarting\n\nStop the ${subject} with \`stop-${subject}\`, then wait 11 seconds. Start it again.\n\n- \`${subject}Limit\`: How many jobs run at once. Defaults to \`12\`.\n- \`${subject}Log\`: Where the log of the ${subject} is written.\n\n| ${subject} | value |\n|---|---|\n| size | 10 |\n| depth | 20 |\n\n\`\`\`js\nimport b from 'b'\nimport a from 'a'\nrun${subject}({ wait: 10 })\n\`\`\`\n`
const citedOf = (subject: string): readonly string[] => [
  `The ${subject} runs for 10 minutes.`,
  'It never sleeps, not even at night.',
  `Stop the ${subject} with \`stop-${subject}\`, then wait 11 seconds.`,
  `\`${subject}Limit\`: How many jobs run at once. Defaults to \`12\`.`,
  '| depth | 20 |',
  `run${subject}({ wait: 10 })`,
]

let parser: Parser
beforeAll(() => {
  parser = createParser()
})
afterAll(() => parser.close())

type Files = Map<string, string>
type Pick = <Item>(items: readonly Item[]) => Item
type Edit = (files: Files, pick: Pick) => void

const onOne =
  (change: (text: string, pick: Pick) => string): Edit =>
  (files, pick) => {
    const path = pick([...files.keys()])
    files.set(path, change(files.get(path) ?? '', pick))
  }

const edits: readonly Edit[] = [
  onOne((text, pick) => text.replace(/\d+/g, (number) => (pick([true, false, false]) ? String(Number(number) + 1) : number))),
  onOne((text, pick) => text.replace(pick(['The', 'Stop', '- ', '## ']), (found) => pick([`${found}very `, `Until noon ${found}`, found]))),
  onOne((text) => text.replace(/ (?=[a-z])/g, (blank, at: number) => (at % 7 === 0 ? '\n' : blank))),
  onOne((text) => (text.includes('\r\n') ? text.replaceAll('\r\n', '\n') : text.replaceAll('\n', '\r\n'))),
  onOne((text) => text.replaceAll('\n- ', '\n* ')),
  onOne((text) => text.replace(/\| (\w+) \|/g, '|   $1   |')),
  onOne((text) => text.replace("import b from 'b'\nimport a from 'a'", "import a from 'a'\nimport b from 'b'")),
  onOne((text, pick) => `${pick(['Preface.', '> Note.', '# Part 1'])}\n\n${text}`),
  onOne((text, pick) => text.replace(/^## (?:\d+\. )?/m, pick(['## ', '## 2. ', '## Never ']))),
  onOne((text) => text.split('\n\n').reverse().join('\n\n')),
  onOne((text) => `${text}\n${text}`),
  onOne((text, pick) => {
    const blocks = text.split('\n\n')
    const gone = pick(blocks)
    return blocks.filter((block) => block !== gone).join('\n\n')
  }),
  (files, pick) => {
    const path = pick([...files.keys()])
    const text = files.get(path) ?? ''
    if (files.size > 1) files.delete(path)
    if (pick([true, false])) files.set(`moved-${path}`.slice(-30), text)
  },
  (files, pick) => {
    const [one, two] = [pick([...files.keys()]), pick([...files.keys()])]
    const text = files.get(one) ?? ''
    files.set(one, files.get(two) ?? '')
    files.set(two, text)
  },
]

/** Every entry that could be served pins current versions, quotes them word for word, and is fresh only if undoubted. */
async function expectCurrent(corpus: MarkedCorpus, after: string): Promise<void> {
  const db = corpus.store.read
  const rows = await db.selectFrom('entries').select(['entry', 'question_text', 'state', 'doubted', 'body']).execute()
  for (const row of rows) {
    expect(row.state === 'fresh' && row.doubted === 1, `${row.question_text} is fresh and doubted after ${after}`).toBe(false)
    if (row.state !== 'fresh' && row.state !== 'suspect') continue
    const { quotes } = JSON.parse(row.body) as AnswerBody
    const pins = await db.selectFrom('evidence').select(['reference', 'version']).where('artefact', '=', row.entry).execute()
    for (const quote of quotes) {
      const where = `"${quote.text}" of ${row.question_text} after ${after}`
      const now = await db
        .selectFrom('passages')
        .innerJoin('versions', (join) =>
          join.onRef('versions.scope', '=', 'passages.scope').onRef('versions.digest', '=', 'passages.version'),
        )
        .select(['passages.version', 'versions.text'])
        .where('passages.passage', '=', quote.passage)
        .executeTakeFirst()
      expect(now?.version, where).toBe(quote.version)
      expect(now?.text.slice(quote.start, quote.end), where).toBe(quote.text)
      expect(pins, where).toContainEqual({ reference: quote.passage, version: quote.version })
    }
    expect(new Set(pins.map((pin) => `${pin.reference} ${pin.version}`)).size).toBe(
      new Set(quotes.map((quote) => `${quote.passage} ${quote.version}`)).size,
    )
  }
}

/** Nothing stays withdrawn whose passages are alive; where a text has come back as another passage, editions bring it back. */
async function expectBack({ store }: MarkedCorpus): Promise<void> {
  const db = store.read
  for (const row of await db.selectFrom('entries').select(['entry', 'question_text', 'state']).execute()) {
    if (row.state === 'fresh' || row.state === 'suspect') continue
    const alive = await db
      .selectFrom('evidence')
      .innerJoin('passages', (join) =>
        join.onRef('passages.scope', '=', 'evidence.scope').onRef('passages.passage', '=', 'evidence.reference'),
      )
      .select('passages.version')
      .where('evidence.artefact', '=', row.entry)
      .execute()
    expect(
      alive.every((passage) => passage.version !== null),
      `${row.question_text} is ${row.state}, and its passages are all there`,
    ).toBe(false)
  }
}

describe('random edits', () => {
  it.each([
    1, 2, 3, 4, 5, 6,
  ])('leave nothing servable that is not as its sources have it, and all of it once they are undone (seed %i)', async (seed) => {
    await using corpus = await createMarkedCorpus({ parser })
    const first: Files = new Map(subjects.map((subject) => [`${subject}.md`, pageOf(subject)]))
    await corpus.change(Object.fromEntries(first))
    for (const subject of subjects) for (const text of citedOf(subject)) await corpus.file(`${subject}: ${text}`, [text])
    await corpus.file(
      'of all',
      subjects.map((subject) => `The ${subject} runs for 10 minutes.`),
    )
    const random = seededRandom(seed)
    const pick: Pick = (items) => {
      const item = items[Math.floor(random.next() * items.length)]
      if (item === undefined) throw new Error('nothing to pick from')
      return item
    }
    let files: Files = new Map(first)
    const sync = async (next: Files): Promise<void> => {
      const gone = [...files.keys()].filter((path) => !next.has(path)).map((path) => [path, null] as const)
      const changed = [...next].filter(([path, text]) => files.get(path) !== text)
      await corpus.change(Object.fromEntries([...gone, ...changed]))
      files = next
    }
    for (let step = 0; step < 14; step++) {
      const next: Files = new Map(files)
      const edit = Math.floor(random.next() * edits.length)
      edits[edit]?.(next, pick)
      await sync(next)
      await expectCurrent(corpus, `edit ${edit} in step ${step}`)
    }
    await sync(new Map(first))
    await expectCurrent(corpus, 'all was undone')
    await expectBack(corpus)
  })
})
