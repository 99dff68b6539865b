import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AnswerBody } from '../../spec/answer.ts'
import type { EntryId } from '../../spec/ids.ts'
import { questionDigest } from '../../spec/normalise-question.ts'
import { bumpRevision } from '../../spec/revision.ts'
import { statement } from '../../spec/store.ts'
import { createMarkedCorpus, type MarkedCorpus } from '../../testing/marked-corpus.ts'
import { seededRandom } from '../../testing/seeded-random.ts'
import { addTombstones } from '../tombstones.ts'
import { documentBasis } from './document-basis.ts'
import { type Edition, editionId } from './edition.ts'
import { basisPin } from './edition-basis.ts'
import { evictOld } from './evict-old.ts'
import { deleteEditionsStatements, putEditionsStatements } from './put-editions.ts'
import { retireStatements, retireWithdrawn } from './retire.ts'
import { reviveEditions } from './revive-editions.ts'

const old = '# Limits\n\nA job may run for 15 minutes. The queue holds 5000 jobs.\n'
const edited = old.replace('15 minutes', '20 minutes')
const question = 'How long may a job run?'
const former = 'A job may run for 15 minutes.'
const later = 'A job may run for 20 minutes.'

let corpus: MarkedCorpus

beforeEach(async () => {
  corpus = await createMarkedCorpus()
})
afterEach(() => corpus[Symbol.asyncDispose]())

const revive = () => reviveEditions(corpus.store, corpus.scope, { clock: corpus.context.clock })

/** Answers the question from this text, keeping what it replaces. */
async function answer(text: string): Promise<EntryId> {
  const quote = await corpus.quote(text)
  const body: AnswerBody = { shape: 'quotation', text, quotes: [quote], notes: [] }
  const id = (await corpus.store.read.selectFrom('entries').select('entry').where('question_text', '=', question).executeTakeFirst())?.entry
  if (id !== undefined) {
    await corpus.store.write(await retireStatements(corpus.store.read, corpus.scope, [{ id: id as EntryId, body, madeAt: 2 }]))
  }
  return corpus.file(question, [text])
}

async function editions(): Promise<readonly Edition['origin'][]> {
  return (await corpus.store.read.selectFrom('editions').select('origin').execute()).map((row) => row.origin)
}

async function withdraw(entry: EntryId, basis: Awaited<ReturnType<typeof documentBasis>>, path: string): Promise<void> {
  const db = corpus.store.read
  const pins = basis === null ? [] : [basisPin(path, basis)]
  await corpus.store.write([
    bumpRevision(db, corpus.scope),
    ...(await retireWithdrawn(db, corpus.scope, { entries: [entry], at: 3, basis: pins })),
    statement(db.deleteFrom('evidence').where('artefact', '=', entry)),
    statement(db.updateTable('entries').set({ state: 'dormant' }).where('entry', '=', entry)),
  ])
}

describe('an answer that was replaced', () => {
  it('is the entry again once its text is back, and the one that replaced it waits in turn', async () => {
    await corpus.change({ 'limits.md': old })
    await answer(former)
    await corpus.change({ 'limits.md': edited })
    await answer(later)
    expect(await revive()).toEqual([])
    await corpus.change({ 'limits.md': old })
    expect(await corpus.entry(question)).toMatchObject({ state: 'stale' })
    expect(await revive()).toHaveLength(1)
    // Nothing was held against it while it was away: it is checked once.
    expect(await corpus.entry(question)).toMatchObject({ state: 'suspect', doubted: 1, body: { text: former } })
    expect(await corpus.rung(question)).toBe('revived')
    expect(await revive()).toEqual([])
    await corpus.change({ 'limits.md': edited })
    expect(await revive()).toHaveLength(1)
    expect(await corpus.entry(question)).toMatchObject({ body: { text: later } })
    expect(await editions()).toEqual(['replaced'])
  })

  it('takes the place of what an ask filed meanwhile, though that still stands, and not of what was prepared', async () => {
    const stopgap = 'The queue holds 5000 jobs.'
    await corpus.change({ 'limits.md': old })
    await answer(former)
    await corpus.change({ 'limits.md': edited })
    await answer(stopgap)
    await corpus.change({ 'limits.md': old })
    expect(await revive()).toEqual([])
    await corpus.store.write([
      statement(
        corpus.store.read.updateTable('entries').set({ status: 'candidate', prepared_by: 'ask' }).where('question_text', '=', question),
      ),
    ])
    expect(await revive()).toHaveLength(1)
    expect(await corpus.entry(question)).toMatchObject({ body: { text: former } })
    // What the ask filed does not come back over a prepared answer that is withdrawn again.
    await corpus.change({ 'limits.md': edited })
    expect(await revive()).toEqual([])
  })

  it('is never kept where it is replaced by itself', async () => {
    await corpus.change({ 'limits.md': old })
    await answer(former)
    await answer(former)
    expect(await editions()).toEqual([])
  })

  it('does not come back while its text stands under another heading, or while one text of several is away', async () => {
    await corpus.change({ 'limits.md': old, 'queue.md': '# Queue\n\nThe queue is a file.\n' })
    const id = await corpus.file(question, [former, 'The queue is a file.'])
    await corpus.store.write(
      await retireStatements(corpus.store.read, corpus.scope, [
        { id, body: { shape: 'quotation', text: '', quotes: [], notes: [] }, madeAt: 2 },
      ]),
    )
    await corpus.store.write([statement(corpus.store.read.updateTable('entries').set({ state: 'stale' }).where('entry', '=', id))])
    await corpus.change({ 'queue.md': '# Queue\n\nThe queue is a table.\n' })
    expect(await revive()).toEqual([])
    await corpus.change({ 'queue.md': '# Queue\n\nThe queue is a file.\n' })
    await corpus.store.write([
      statement(
        corpus.store.read.updateTable('evidence').set({ place: 'another' }).where('artefact_kind', '=', 'edition').where('ordinal', '=', 0),
      ),
    ])
    expect(await revive()).toEqual([])
  })
})

describe('an answer whose question was withdrawn', () => {
  it('comes back with its question only when the document it was predicted from is what it was', async () => {
    await corpus.change({ 'limits.md': old })
    const id = await answer(former)
    const basis = await documentBasis(corpus.store.read, corpus.scope, 'limits.md')
    await corpus.change({ 'limits.md': old.replace('# Limits', '# Limits of the night queue') })
    await withdraw(id, basis, 'limits.md')
    expect(await revive()).toEqual([])
    await corpus.change({ 'limits.md': old })
    expect(await revive()).toEqual([id])
    expect(await corpus.entry(question)).toMatchObject({ state: 'suspect', body: { text: former } })
    const rows = await corpus.store.read.selectFrom('questions').select(['question', 'text']).execute()
    expect(rows).toEqual([{ question: questionDigest(question), text: question }])
  })

  it('comes back as soon as it is predicted again', async () => {
    await corpus.change({ 'limits.md': old })
    const id = await answer(former)
    await withdraw(id, null, 'limits.md')
    expect(await revive()).toEqual([])
    await corpus.store.write([
      statement(
        corpus.store.read.insertInto('questions').values({
          scope: corpus.scope,
          question: questionDigest(question),
          text: question,
          normalised: 'how long may a job run',
          origins: '["structure"]',
          probability: 0.5,
          region: 'limits.md',
          about: '{"kind":"unknown"}',
          pinned: 0,
          dropped: 0,
          asked_count: 0,
          missed_count: 0,
          created_at: 1,
          last_asked_at: null,
          skipped: null,
        }),
      ),
    ])
    expect(await revive()).toEqual([id])
  })

  it('never comes back once the question was forgotten', async () => {
    await corpus.change({ 'limits.md': old })
    const id = await answer(former)
    const basis = await documentBasis(corpus.store.read, corpus.scope, 'limits.md')
    await withdraw(id, basis, 'limits.md')
    await addTombstones(corpus.store, corpus.scope, [{ kind: 'question', text: question }], 1, seededRandom(1))
    expect(await revive()).toEqual([])
  })
})

describe('an imported answer', () => {
  async function imported(pick: (edition: Edition) => Edition = (edition) => edition): Promise<EntryId> {
    const db = corpus.store.read
    const id = await answer(former)
    await corpus.store.write(await retireWithdrawn(db, corpus.scope, { entries: [id], at: 1, basis: [] }))
    const row = await db.selectFrom('editions').selectAll().executeTakeFirstOrThrow()
    const body = JSON.parse(row.body)
    const [quote] = body.entry.body.quotes
    quote.passage = 'passage of another database'
    const edition = pick({
      id: editionId(id, body.entry.body),
      entry: id,
      questionText: question,
      origin: 'imported',
      body,
      retiredAt: 1,
      pins: [{ role: 'cited', reference: '', version: quote.version, place: null }],
    })
    await corpus.store.write([
      ...deleteEditionsStatements(db, corpus.scope, [row.edition]),
      statement(db.deleteFrom('evidence').where('artefact', '=', id)),
      statement(db.deleteFrom('keys').where('entry', '=', id)),
      statement(db.deleteFrom('entries').where('entry', '=', id)),
      ...putEditionsStatements(db, corpus.scope, [edition]),
    ])
    return id
  }

  it('takes its quotation from the passage here that holds the text, at the same path where several do', async () => {
    await corpus.change({ 'a.md': old, 'b.md': old })
    const id = await imported((edition) => ({
      ...edition,
      body: { ...edition.body, paths: edition.body.paths.map((one) => ({ ...one, path: 'b.md' })) },
    }))
    expect(await revive()).toEqual([id])
    const { body } = await corpus.entry(question)
    const home = await corpus.store.read
      .selectFrom('passages')
      .innerJoin('documents', 'documents.document', 'passages.document')
      .select('documents.path')
      .where('passage', '=', body.quotes[0]?.passage ?? '')
      .executeTakeFirst()
    expect(home).toEqual({ path: 'b.md' })
  })

  it.each([
    [
      'its quotation does not stand in the text word for word',
      (body: AnswerBody) => ({ ...body, quotes: body.quotes.map((quote) => ({ ...quote, text: 'A job may run for ever.' })) }),
    ],
    [
      'it quotes a version that it does not pin',
      (body: AnswerBody) => ({ ...body, quotes: body.quotes.map((quote) => ({ ...quote, version: 'other' })) }),
    ],
    ['it quotes nothing', (body: AnswerBody) => ({ ...body, quotes: [] })],
  ])('is refused where %s', async (_, spoil) => {
    await corpus.change({ 'a.md': old })
    await imported((edition) => {
      const body = spoil(edition.body.entry.body) as Edition['body']['entry']['body']
      return { ...edition, body: { ...edition.body, entry: { ...edition.body.entry, body } } }
    })
    expect(await revive()).toEqual([])
    expect(await corpus.store.read.selectFrom('entries').select('entry').execute()).toEqual([])
  })

  it('is passed over where it is damaged', async () => {
    await corpus.change({ 'a.md': old })
    await imported()
    await corpus.store.write([statement(corpus.store.read.updateTable('editions').set({ body: '{"entry":' }))])
    expect(await revive()).toEqual([])
  })

  it('never takes the place of an answer that can be served', async () => {
    await corpus.change({ 'a.md': old })
    await imported()
    await corpus.file(question, ['The queue holds 5000 jobs.'])
    expect(await revive()).toEqual([])
  })
})

describe('what is kept for revival', () => {
  it('is evicted by age and by number alone', async () => {
    await corpus.change({ 'limits.md': old })
    for (const minutes of [16, 17, 18, 19, 20]) {
      await corpus.change({ 'limits.md': old.replace('15', `${minutes}`) })
      await answer(`A job may run for ${minutes} minutes.`)
    }
    expect(await editions()).toHaveLength(4)
    const limits = { ageMs: Number.MAX_SAFE_INTEGER, editionsPerEntry: 5, editions: 10 }
    const { clock } = corpus.context
    expect(await evictOld(corpus.store, corpus.scope, { clock, limits })).toMatchObject({ editions: 0, entries: 0 })
    expect(await evictOld(corpus.store, corpus.scope, { clock, limits: { ...limits, editionsPerEntry: 3 } })).toMatchObject({ editions: 1 })
    expect(await evictOld(corpus.store, corpus.scope, { clock, limits: { ...limits, editions: 2 } })).toMatchObject({ editions: 1 })
    expect(await evictOld(corpus.store, corpus.scope, { clock, limits: { ...limits, ageMs: 0 } })).toMatchObject({
      editions: 2,
      entries: 0,
    })
    await corpus.change({ 'limits.md': null })
    expect(await evictOld(corpus.store, corpus.scope, { clock, limits: { ...limits, ageMs: -1 } })).toMatchObject({ entries: 1 })
    expect(await corpus.store.read.selectFrom('evidence').select('artefact').execute()).toEqual([])
  })
})
