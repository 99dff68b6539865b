import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createParser } from '../adapters/parsers/create-parser.ts'
import type { Parser } from '../spec/parser.ts'
import { createMarkedCorpus, type MarkedCorpus } from '../testing/marked-corpus.ts'

const guide = `# Lantern

## 1. Limits

A job may run for at most 15 minutes. The queue holds 5000 jobs.

## 2. Options

- \`retries\`: How often a failed job is tried again.
- \`logFile\`: Where the log is written.

| option | default |
|---|---|
| retries | 3 |
| logFile | lantern.log |
`
const queue = 'The queue holds 5000 jobs.'
const edited = (from: string, to: string): string => {
  if (!guide.includes(from)) throw new Error(`"${from}" is not there`)
  return guide.replace(from, to)
}

let parser: Parser
beforeAll(() => {
  parser = createParser()
})
afterAll(() => parser.close())

/** The guide, synced, with an entry that cites one text of it. */
async function lantern(text: string, options: Parameters<typeof createMarkedCorpus>[0] = {}): Promise<MarkedCorpus> {
  const corpus = await createMarkedCorpus({ parser, ...options })
  await corpus.change({ 'guide.md': guide })
  await corpus.file('it', [text])
  return corpus
}

/** What is cited is word for word in the current version it pins. */
async function expectVerbatim(corpus: MarkedCorpus): Promise<void> {
  for (const quote of (await corpus.entry('it')).body.quotes) {
    const row = await corpus.store.read
      .selectFrom('passages')
      .innerJoin('versions', (join) =>
        join.onRef('versions.scope', '=', 'passages.scope').onRef('versions.digest', '=', 'passages.version'),
      )
      .select(['passages.version', 'versions.text'])
      .where('passages.passage', '=', quote.passage)
      .executeTakeFirstOrThrow()
    expect(row.version).toBe(quote.version)
    expect(row.text.slice(quote.start, quote.end)).toBe(quote.text)
    const pins = await corpus.store.read.selectFrom('evidence').select('version').where('role', '=', 'cited').execute()
    expect(pins.map((pin) => pin.version)).toEqual([quote.version])
  }
}

describe('what cites a changed passage', () => {
  it.each([
    ['another sentence of its paragraph', queue, edited('at most 15', 'at most 20'), 'quotes-unmoved'],
    ['the paragraph is reflowed', queue, edited('The queue holds', 'The queue\nholds'), 'same-normal'],
    [
      'it is reflowed while another sentence changes',
      queue,
      edited('15 minutes. The queue holds', '20 minutes. The\nqueue holds'),
      'quotes-unmoved',
    ],
    ['line ends change', '`logFile`: Where the log is written.', guide.replaceAll('\n', '\r\n'), 'same-normal'],
    ['the list gets other bullets', '`logFile`: Where the log is written.', guide.replaceAll('\n- `', '\n* `'), 'same-projection'],
    ['an item of its list changes', '`logFile`: Where the log is written.', edited('failed job', 'job that failed'), 'quotes-unmoved'],
    ['the table is padded', '| retries | 3 |', edited('| retries | 3 |', '| retries | 3           |'), 'same-projection'],
  ])('stays when %s', async (_, text, next, rung) => {
    await using corpus = await lantern(text)
    await corpus.change({ 'guide.md': next })
    expect((await corpus.entry('it')).state).toBe('fresh')
    expect(await corpus.rung('it')).toBe(rung)
    await expectVerbatim(corpus)
    await corpus.change({ 'guide.md': guide })
    expect((await corpus.entry('it')).state).toBe('fresh')
    await expectVerbatim(corpus)
  })

  it.each([
    ['its number changes', edited('5000', '6000')],
    ['it gains a condition', edited('5000 jobs.', '5000 jobs, unless configured.')],
    ['a condition is put before it on the line above', edited(' The queue holds', ' Until 2020\nThe queue holds')],
    ['it is negated', edited('The queue holds', 'The queue no longer holds')],
  ])('is withdrawn when %s, and back when that is undone', async (_, next) => {
    await using corpus = await lantern(queue)
    await corpus.change({ 'guide.md': next })
    expect((await corpus.entry('it')).state).toBe('stale')
    expect(await corpus.rung('it')).toBe('withdrawn')
    await corpus.change({ 'guide.md': guide })
    expect((await corpus.entry('it')).state).toBe('fresh')
    expect(await corpus.rung('it')).toBe('revived')
    await expectVerbatim(corpus)
  })

  it('comes back by way of other edits, with no version it ever pinned', async () => {
    await using corpus = await lantern(queue)
    await corpus.change({ 'guide.md': edited('5000', '6000') })
    await corpus.change({ 'guide.md': edited('at most 15', 'at most 20') })
    expect((await corpus.entry('it')).state).toBe('fresh')
    await expectVerbatim(corpus)
  })

  it('lies dormant while its file is gone, and wakes with it, also at another path', async () => {
    await using corpus = await lantern(queue)
    await corpus.change({ 'guide.md': null, 'other.md': '# Other\n\nNothing.\n' })
    expect((await corpus.entry('it')).state).toBe('dormant')
    await corpus.change({ 'guide.md': guide })
    expect((await corpus.entry('it')).state).toBe('fresh')
    await corpus.change({ 'guide.md': null, 'manual.md': guide })
    expect((await corpus.entry('it')).state).toBe('fresh')
  })

  it('is withdrawn by layout alone where that rung is switched off', async () => {
    await using corpus = await lantern('`logFile`: Where the log is written.', { cutoff: { off: ['same-projection'] } })
    await corpus.change({ 'guide.md': guide.replaceAll('\n- `', '\n* `') })
    expect((await corpus.entry('it')).state).toBe('stale')
  })

  it('is doubted under another heading, not under another number', async () => {
    await using corpus = await lantern(queue)
    await corpus.change({ 'guide.md': edited('## 1. Limits', '## 4. Limits') })
    expect(await corpus.entry('it')).toMatchObject({ state: 'fresh', doubted: 0 })
    await corpus.change({ 'guide.md': edited('## 1. Limits', '## Former limits') })
    expect(await corpus.entry('it')).toMatchObject({ state: 'suspect', doubted: 1 })
    expect(await corpus.rung('it')).toBe('place-changed')
  })

  it('keeps its doubt while it is withdrawn', async () => {
    await using corpus = await lantern(queue)
    await corpus.change({ 'guide.md': edited('## 1. Limits', '## Former limits') })
    await corpus.change({ 'guide.md': edited('## 1. Limits', '## Former limits').replace('5000', '6000') })
    expect((await corpus.entry('it')).state).toBe('stale')
    await corpus.change({ 'guide.md': guide })
    expect((await corpus.entry('it')).state).toBe('suspect')
  })

  it('goes along when a long table or list is cut into other passages', async () => {
    const rows = Array.from(
      { length: 60 },
      (_, at) => `| setting${at} | Says how often the ${at}th worker looks for new jobs in the queue. |`,
    )
    const items = Array.from({ length: 60 }, (_, at) => `- Rule ${at}: the ${at}th worker of a server is started after the one before it.`)
    const page = (more: string): string =>
      `# Settings\n\n| name | meaning |\n|---|---|\n${more}${rows.join('\n')}\n\n## Rules\n\n${more === '' ? '' : '- Another rule.\n'}${items.join('\n')}\n`
    await using corpus = await createMarkedCorpus({ parser })
    await corpus.change({ 'guide.md': page('') })
    const cited = [...rows, ...items.map((item) => item.slice(2))]
    for (const text of cited) await corpus.file(text, [text])
    const passages = async () => new Set((await Promise.all(cited.map((text) => corpus.quote(text)))).map((quote) => quote.passage)).size
    expect(await passages()).toBeGreaterThan(3)
    for (const more of ['| other | Another. |\n| third | A third, with a long explanation of what it is there for. |\n', '']) {
      await corpus.change({ 'guide.md': page(more) })
      for (const text of cited) {
        const { state, body } = await corpus.entry(text)
        expect({ text, state }).toEqual({ text, state: 'fresh' })
        expect(body.quotes).toEqual([await corpus.quote(text)])
      }
    }
  })

  it('withdraws thousands in as many statements as one', async () => {
    const statementsOf = async (count: number): Promise<number> => {
      await using corpus = await lantern(queue)
      for (let at = 0; at < count; at++) await corpus.file(`entry ${at}`, [queue])
      let statements = 0
      const { store } = corpus
      const write = store.write.bind(store)
      Object.assign(store, {
        write: (some: Parameters<typeof write>[0], options: Parameters<typeof write>[1]) => {
          statements = Math.max(statements, some.length)
          return write(some, options)
        },
      })
      await corpus.change({ 'guide.md': null })
      expect((await corpus.entry('it')).state).toBe('dormant')
      return statements
    }
    expect(await statementsOf(60)).toBe(await statementsOf(1))
  })
})

describe('a claim on a changed passage', () => {
  it('follows its words and keeps its text', async () => {
    await using corpus = await createMarkedCorpus({ parser })
    await corpus.change({ 'guide.md': guide })
    const { store, scope } = corpus
    const quote = await corpus.quote(queue)
    const { document } = await store.read.selectFrom('documents').select('document').executeTakeFirstOrThrow()
    const claim = { scope, claim: 'c', document, type: 'limit', basis: 'quoted', stamp: 'exact', subject: 's', text: 'own words' } as const
    const rest = { value: null, salience: 1, quotes: JSON.stringify([quote]), recipe: 'r', state: 'fresh', made_at: 1 }
    const pin = { scope, artefact: 'c', artefact_kind: 'claim', role: 'cited', ordinal: 0, place: null, span: null } as const
    await store.write([
      store.read
        .insertInto('claims')
        .values({ ...claim, ...rest })
        .compile(),
      store.read
        .insertInto('evidence')
        .values({ ...pin, reference: quote.passage, version: quote.version })
        .compile(),
    ])
    const row = () => store.read.selectFrom('claims').select(['state', 'text', 'quotes']).executeTakeFirstOrThrow()
    await corpus.change({ 'guide.md': edited('at most 15', 'at most 20') })
    expect(await row()).toMatchObject({ state: 'fresh', text: 'own words' })
    expect((await row()).quotes).not.toBe(rest.quotes)
    await corpus.change({ 'guide.md': edited('5000', '6000') })
    expect((await row()).state).toBe('stale')
    await corpus.change({ 'guide.md': null, 'other.md': '# Other\n\nNothing.\n' })
    expect((await row()).state).toBe('dormant')
    await corpus.change({ 'guide.md': guide })
    expect((await row()).state).toBe('fresh')
  })
})

describe('what only read a passage', () => {
  const read = '`retries`: How often a failed job is tried again.'
  const other = '# Other\n\nThe worker restarts by itself.\n'

  async function reading(): Promise<MarkedCorpus> {
    const corpus = await createMarkedCorpus({ parser })
    await corpus.change({ 'guide.md': guide, 'other.md': other })
    const { passage, version, start, end } = await corpus.quote(read)
    const { place_digest: place } = await corpus.store.read
      .selectFrom('passages')
      .select('place_digest')
      .where('passage', '=', passage)
      .executeTakeFirstOrThrow()
    const pin = { role: 'read', reference: passage, version, place, span: JSON.stringify([[start, end]]) } as const
    await corpus.file('it', ['The worker restarts by itself.'], { pins: [pin] })
    return corpus
  }

  it('follows the units it was shown', async () => {
    await using corpus = await reading()
    await corpus.change({ 'guide.md': edited('Where the log is written', 'The path of the log') })
    expect(await corpus.entry('it')).toMatchObject({ state: 'fresh', softSince: null })
    expect(await corpus.rung('it')).toBe('same-prompt')
    await corpus.change({ 'guide.md': edited('`retries`: How often a failed', '`retries`: How often a broken') })
    expect((await corpus.entry('it')).softSince).not.toBeNull()
  })

  it('is soft-stale where it was shown under another heading, not another number', async () => {
    await using corpus = await reading()
    await corpus.change({ 'guide.md': edited('## 2. Options', '## 3. Options') })
    expect((await corpus.entry('it')).softSince).toBeNull()
    await corpus.change({ 'guide.md': edited('## 2. Options', '## Former options') })
    expect((await corpus.entry('it')).softSince).not.toBeNull()
    await corpus.change({ 'guide.md': guide })
    expect((await corpus.entry('it')).softSince).toBeNull()
  })

  it('is soft-stale from the first change on, and no more once all it read is back', async () => {
    await using corpus = await reading()
    await corpus.change({ 'guide.md': edited('How often a failed', 'How often a broken') })
    const { state, softSince } = await corpus.entry('it')
    expect(state).toBe('fresh')
    expect(softSince).not.toBeNull()
    expect(await corpus.rung('it')).toBe('read-changed')
    await corpus.change({ 'guide.md': null })
    expect((await corpus.entry('it')).softSince).toBe(softSince)
    await corpus.change({ 'guide.md': guide })
    expect((await corpus.entry('it')).softSince).toBeNull()
  })
})

describe('a list over a changed document', () => {
  it('is doubted, also while what it cites is gone', async () => {
    await using corpus = await lantern(queue)
    const pins = [{ role: 'listed', reference: 'module:', version: 'members', place: null }] as const
    await corpus.file('list', [queue], { shape: 'list', pins })
    await corpus.change({ 'guide.md': edited('5000', '6000') })
    expect(await corpus.entry('list')).toMatchObject({ state: 'stale', doubted: 1 })
    await corpus.change({ 'guide.md': guide })
    expect(await corpus.entry('list')).toMatchObject({ state: 'suspect', doubted: 1 })
    expect((await corpus.entry('it')).state).toBe('fresh')
  })

  it('is doubted by a new document beside', async () => {
    await using corpus = await lantern(queue)
    const pins = [{ role: 'listed', reference: 'module:docs', version: 'members', place: null }] as const
    await corpus.file('list', [queue], { shape: 'list', pins })
    await corpus.change({ 'elsewhere/new.md': '# New\n\nSomething.\n' })
    expect((await corpus.entry('list')).state).toBe('fresh')
    await corpus.change({ 'docs/deep/new.md': '# New\n\nSomething.\n' })
    expect((await corpus.entry('list')).state).toBe('suspect')
  })
})
