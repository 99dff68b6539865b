import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ensureScope } from '../corpus/scopes.ts'
import type { ClaimId, PassageId } from '../spec/ids.ts'
import { questionDigest } from '../spec/normalise-question.ts'
import type { QuestionDraft } from '../spec/question.ts'
import { statement } from '../spec/store.ts'
import { type CorpusFixture, createCorpusFixture } from '../testing/corpus-fixture.ts'
import { predictStatements, toQuestion } from './questions-table.ts'

const text = 'Which port does the server listen on?'
const structure: QuestionDraft = {
  text,
  origin: 'structure',
  probability: 0.3,
  region: 'server.md',
  about: { kind: 'claim', claims: ['c1' as ClaimId], passages: ['p1' as PassageId] },
}
const history: QuestionDraft = { text, origin: 'recurrence', probability: 0.9, region: '', about: { kind: 'unknown' } }

let fixture: CorpusFixture
beforeEach(async () => {
  fixture = await createCorpusFixture()
  await ensureScope(fixture.store, fixture.context.clock, fixture.scope)
})
afterEach(() => fixture[Symbol.asyncDispose]())

const predict = (...drafts: readonly QuestionDraft[]) =>
  fixture.store.write(predictStatements(fixture.store.read, fixture.scope, drafts, 1))

async function stored() {
  const row = await fixture.store.read.selectFrom('questions').selectAll().where('question', '=', questionDigest(text)).executeTakeFirst()
  if (row === undefined) throw new Error('the question is there')
  return toQuestion(row)
}

async function skip(reason: string): Promise<void> {
  await fixture.store.write([statement(fixture.store.read.updateTable('questions').set({ skipped: reason }))])
}

describe('a prediction of what is known already', () => {
  it('that says nothing of what answers it joins the origins and takes nothing away', async () => {
    await predict(structure)
    await skip('not supported')
    await predict(history)
    await predict({ ...history, region: 'other.md' })
    expect(await stored()).toMatchObject({
      about: structure.about,
      region: 'server.md',
      probability: 0.3,
      origins: ['structure', 'recurrence'],
      skipped: 'not supported',
    })
  })

  it('takes nothing away either where both are predicted at once, in any order', async () => {
    await predict(history, structure, history)
    expect(await stored()).toMatchObject({ about: structure.about, region: 'server.md', origins: ['structure', 'recurrence'] })
  })

  it('that knows what answers it gives a known one its aim, and has it tried again', async () => {
    await predict(history)
    await skip('not supported')
    await predict(structure)
    expect(await stored()).toMatchObject({
      about: structure.about,
      region: 'server.md',
      probability: 0.3,
      origins: ['recurrence', 'structure'],
      skipped: null,
    })
  })
})
