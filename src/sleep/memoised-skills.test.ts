import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ensureScope } from '../corpus/scopes.ts'
import { digest } from '../spec/digest.ts'
import { ReverieError } from '../spec/errors.ts'
import { noSpend } from '../spec/ledger.ts'
import { defaultPolicy } from '../spec/policy.ts'
import type { Reading, Verdict } from '../spec/skills.ts'
import type { Lease } from '../spec/store.ts'
import { statement } from '../spec/store.ts'
import { type CorpusFixture, createCorpusFixture } from '../testing/corpus-fixture.ts'
import { sampleClaim, sampleDocument, sampleEvidence, samplePassage } from '../testing/skill-samples.ts'
import { memoisedSkills } from './memoised-skills.ts'
import { openMemos } from './memos-table.ts'
import type { SleepSkills } from './sleep-context.ts'

const passage = samplePassage('p1', 'A job may run for 15 minutes.')
const document = sampleDocument('limits.md', [passage], 'Limits')
const claim = sampleClaim('limits.md', passage, 'A job may run for 15 minutes.')
const { id: _, document: __, basis: ___, ...draft } = claim
const evidence = sampleEvidence('limits.md', [passage])
const spend = { inputTokens: 100, outputTokens: 20, usd: 0.1 }
const body = { shape: 'prose' as const, text: 'Fifteen minutes [1].', quotes: claim.quotes, notes: [] }

let corpus: CorpusFixture
let lease: Lease
let calls: string[]

beforeEach(async () => {
  corpus = await createCorpusFixture()
  await ensureScope(corpus.store, corpus.context.clock, corpus.scope)
  const claimed = await corpus.store.claimLease('sleep', 'test', 60_000)
  if (claimed === null) throw new Error('the lease is free')
  lease = claimed
  calls = []
})
afterEach(() => corpus[Symbol.asyncDispose]())

interface Answers {
  readonly model?: string | null
  readonly recipe?: string
  readonly reading?: Reading
  readonly verdict?: Verdict
}

function wrapped({ model = 'scripted/one', recipe = 'one', reading, verdict }: Answers = {}) {
  const skill = { recipe: digest(recipe), model }
  const call = async <Result>(name: string, result: Result): Promise<Result> => {
    calls.push(name)
    return result
  }
  const skills: SleepSkills = {
    distiller: {
      ...skill,
      distilDocument: () => call('document', { headline: 'Limits of jobs.', claims: [draft], spend }),
      distilGroup: (group) => call('group', { headline: 'All.', claims: group.children.flatMap((child) => child.claims), spend }),
    },
    generator: {
      ...skill,
      generate: () =>
        call('questions', {
          questions: [
            {
              text: 'How long may a job run?',
              origin: 'model' as const,
              probability: 0.5,
              region: 'limits.md',
              about: { kind: 'claim' as const, claims: [claim.id], passages: [passage.id] },
            },
          ],
          spend,
        }),
    },
    reader: { ...skill, read: () => call('read', reading ?? { kind: 'answer' as const, body, confidence: 0.9, spend, alternatives: [] }) },
    verifier: {
      ...skill,
      judgeAnswer: () => call('judge', verdict ?? { kind: 'supported' as const, reason: 'stated', spend }),
      judgeMatch: () => call('match', { kind: 'supported' as const, reason: 'same', spend }),
    },
  }
  const { store, scope, context } = corpus
  let saved = 0
  const made = memoisedSkills(skills, openMemos({ store, scope, clock: context.clock, fence: lease }), () => {
    saved += 1
  })
  return { ...made, saved: () => saved }
}

const group = {
  level: 'module' as const,
  subject: '',
  label: 'everything',
  children: [{ label: 'Limits', headline: 'Limits of jobs.', claims: [claim] }],
}
const request = { question: 'How long may a job run?', evidence, policy: defaultPolicy }

async function all({ skills }: ReturnType<typeof wrapped>) {
  return [
    await skills.distiller.distilDocument(document),
    await skills.distiller.distilGroup(group),
    await skills.generator.generate({ document, claims: [claim] }),
    await skills.reader.read(request),
    await skills.verifier.judgeAnswer({ question: request.question, body, evidence }),
  ]
}

describe('a paid result', () => {
  it('is remembered by another sleep, at no cost, and told apart', async () => {
    const first = await all(wrapped())
    expect(calls).toHaveLength(5)
    const later = wrapped()
    const second = await all(later)
    expect(calls).toHaveLength(5)
    expect(later.saved()).toBe(5)
    expect(second).toEqual(first.map((result) => ({ ...result, spend: noSpend })))
    expect(second.every((result) => later.isRemembered(result))).toBe(true)
    expect(first.some((result) => later.isRemembered(result))).toBe(false)
  })

  it.each([
    ['another recipe', { recipe: 'two' }],
    ['no model', { model: null }],
  ])('is not one of %s', async (_, answers) => {
    await all(wrapped())
    await all(wrapped(answers))
    expect(calls).toHaveLength(10)
  })

  it('is not remembered of another input', async () => {
    const { skills } = wrapped()
    await skills.distiller.distilDocument(document)
    await skills.distiller.distilDocument({ ...document, path: 'other.md' })
    await skills.distiller.distilDocument({ ...document, passages: [samplePassage('p1', 'A job may run for 16 minutes.')] })
    await skills.distiller.distilDocument({ ...document, modifiedAt: 7 })
    expect(calls).toHaveLength(3)
    await skills.reader.read(request)
    await skills.reader.read({ ...request, question: 'How long does a job run?' })
    await skills.reader.read({ ...request, evidence: sampleEvidence('limits.md', [passage, samplePassage('p2', 'It is full.')]) })
    await skills.reader.read({ ...request, evidence: evidence.map((unit) => ({ ...unit, score: unit.score / 2 })) })
    expect(calls).toHaveLength(6)
  })

  it('that says nothing is found is remembered; a failure never is', async () => {
    const none: Reading = { kind: 'none', reason: 'nothing there', confidence: 0.9, spend }
    const failed: Verdict = { kind: 'unsure', reason: 'the verifier failed', spend, failure: new ReverieError('model-failed', 'down') }
    for (let sleep = 0; sleep < 2; sleep++) {
      const { skills } = wrapped({ reading: none, verdict: failed })
      expect(await skills.reader.read(request)).toMatchObject({ kind: 'none' })
      await skills.verifier.judgeAnswer({ question: request.question, body, evidence })
    }
    expect(calls).toEqual(['read', 'judge', 'judge'])
  })

  it.each(['', '{', '{"headline":7}', '[]', 'null'])('that is damaged (%s) is paid for again', async (value) => {
    await all(wrapped())
    await corpus.store.write([statement(corpus.store.read.updateTable('memos').set({ value }))])
    await all(wrapped())
    expect(calls).toHaveLength(10)
    await all(wrapped())
    expect(calls).toHaveLength(10)
  })
})
