import { afterEach, beforeEach, expect, it } from 'vitest'
import { entriesById } from '../cache/entries-table.ts'
import type { Entry } from '../cache/entry.ts'
import { placeDigest } from '../corpus/passage-digests.ts'
import { loadSkillDocument } from '../corpus/passages.ts'
import { retireStatements } from '../lineage/editions/retire.ts'
import type { AnswerBody } from '../spec/answer.ts'
import type { DocumentId } from '../spec/ids.ts'
import type { SkillDocument } from '../spec/skills.ts'
import { createMarkedCorpus, type MarkedCorpus } from '../testing/marked-corpus.ts'
import { emptyOverlay, type Overlay, type PassagePlace } from './overlay.ts'
import { servableEdition } from './servable-edition.ts'

const old = '# Limits\n\nA job may run for 15 minutes.\n'
const edited = old.replace('15', '20')
const question = 'How long may a job run?'

let corpus: MarkedCorpus
beforeEach(async () => {
  corpus = await createMarkedCorpus()
})
afterEach(() => corpus[Symbol.asyncDispose]())

async function entryNow(): Promise<Entry> {
  const row = await corpus.store.read.selectFrom('entries').select('entry').executeTakeFirstOrThrow()
  const entry = (await entriesById(corpus.store.read, corpus.scope, [row.entry])).get(row.entry)
  if (entry === undefined) throw new Error('the entry is there')
  return entry
}

/** The only document as it is stored. */
async function documentNow(): Promise<SkillDocument> {
  const row = await corpus.store.read.selectFrom('documents').select('document').executeTakeFirstOrThrow()
  const document = await loadSkillDocument(corpus.store, corpus.scope, row.document as DocumentId)
  if (document === null) throw new Error('the document is live')
  return document
}

function laid(document: SkillDocument): Overlay {
  const places = document.passages.map(
    ({ id, version, text, place, kind, language }): PassagePlace => ({
      passage: id,
      document: document.id,
      path: document.path,
      version,
      startLine: 3,
      kind,
      language,
      placeDigest: placeDigest(place),
      text,
    }),
  )
  return {
    hiddenDocuments: new Set([document.id]),
    passages: new Map(places.map((place) => [place.passage, place])),
    documents: [document],
  }
}

it('serves a former answer from a file that was put back before any sync has seen it', async () => {
  await corpus.change({ 'limits.md': old })
  await corpus.file(question, ['A job may run for 15 minutes.'])
  const before = await documentNow()
  await corpus.change({ 'limits.md': edited })
  const quote = await corpus.quote('A job may run for 20 minutes.')
  const body: AnswerBody = { shape: 'quotation', text: quote.text, quotes: [quote], notes: [] }
  await corpus.store.write(await retireStatements(corpus.store.read, corpus.scope, [{ id: (await entryNow()).id, body, madeAt: 2 }]))
  await corpus.file(question, [quote.text])
  const entry = await entryNow()
  expect(await servableEdition(corpus.store.read, corpus.scope, entry, emptyOverlay)).toBeNull()
  const found = await servableEdition(corpus.store.read, corpus.scope, entry, laid(before))
  expect(found?.entry).toMatchObject({ id: entry.id, state: 'suspect', body: { text: 'A job may run for 15 minutes.' } })
  expect([...(found?.places.values() ?? [])]).toMatchObject([{ path: 'limits.md', text: 'A job may run for 15 minutes.' }])
  // Where the changed file is away or holds something else, nothing is served of it.
  expect(await servableEdition(corpus.store.read, corpus.scope, entry, { ...laid(before), documents: [], passages: new Map() })).toBeNull()
})
