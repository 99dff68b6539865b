import { describe, expect, test } from 'vitest'
import type { AnswerBody } from '../spec/answer.ts'
import { digest } from '../spec/digest.ts'
import { ReverieError } from '../spec/errors.ts'
import { noSpend } from '../spec/ledger.ts'
import type { Reading, Verdict, Verifier } from '../spec/skills.ts'
import { sampleClaim, sampleEvidence, samplePassage } from '../testing/skill-samples.ts'
import { type Compared, compareByModel, compareByQuotation } from './compare-served.ts'

const passage = samplePassage('p1', 'The server listens on port 3000. Set it to false to turn it off. It is paid by Marrowbone.')
const other = samplePassage('p2', 'The client opens port 4000.')
const evidence = sampleEvidence('a.md', [passage, other])

function body(text: string, from = passage): AnswerBody {
  return { shape: 'quotation', text, quotes: sampleClaim('a.md', from, text).quotes, notes: [] }
}

const read = (answer: AnswerBody): Reading => ({ kind: 'answer', body: answer, confidence: 0.8, spend: noSpend })
const nothing: Reading = { kind: 'none', reason: 'nothing is near', confidence: 0, spend: noSpend }

function compared(over: Partial<Compared>): Compared {
  const served = body('The server listens on port 3000.')
  const questions = { question: 'On what port does the server listen?', preparedFor: 'Which port does the server listen on?' }
  return { ...questions, served, isAdapted: false, live: read(served), evidence, region: '', ...over }
}

const disabling = { question: 'How do I enable it?', preparedFor: 'How do I disable it?', served: body('Set it to false to turn it off.') }

describe('by quotation alone', () => {
  test('the same span agrees, and is no evidence', () => {
    expect(compareByQuotation(compared({}))).toMatchObject({ outcome: 'same', isEvidence: false })
  })

  test('it never agrees where a guard sees a difference, though the reader quotes the same', () => {
    const comparison = compareByQuotation(compared({ ...disabling, live: read(disabling.served) }))
    expect(comparison).toMatchObject({ outcome: 'unsure' })
    expect(comparison.reason).toContain('guard')
  })

  test.each([
    ['another passage', read(body('The client opens port 4000.', other))],
    ['nothing', nothing],
  ])('%s where no guard fires is no sign against it', (_, live) => {
    expect(compareByQuotation(compared({ live })).outcome).toBe('unsure')
  })

  test.each([
    ['another passage', read(body('The client opens port 4000.', other))],
    ['nothing', nothing],
  ])('%s beside an unresolved guard is wrong, and evidence', (_, live) => {
    expect(compareByQuotation(compared({ ...disabling, live }))).toMatchObject({ outcome: 'wrong', isEvidence: true })
    expect(compareByQuotation(compared({ ...disabling, live, isAdapted: true })).outcome).toBe('unsure')
  })

  test('a touch of another sentence is not the same span', () => {
    const live = read(body('3000. Set it to false to turn it off.'))
    expect(compareByQuotation(compared({ live })).outcome).toBe('unsure')
  })
})

describe('by a model', () => {
  const supported: Verdict = { kind: 'supported', reason: 'yes', spend: noSpend }
  const unsupported: Verdict = { kind: 'unsupported', reason: 'no', spend: noSpend }
  const undecided: Verdict = { kind: 'unsure', reason: 'hm', spend: noSpend }
  const verifier = (answer: Verdict, match: Verdict): Verifier => ({
    recipe: digest('scripted'),
    model: 'scripted',
    judgeAnswer: async () => answer,
    judgeMatch: async () => match,
  })
  const elsewhere = { live: read(body('The client opens port 4000.', other)) }

  test.each([
    ['same', {}, supported, unsupported],
    ['unsure', {}, unsupported, supported],
    ['same', elsewhere, supported, supported],
    ['wrong', elsewhere, unsupported, unsupported],
    ['unsure', elsewhere, supported, unsupported],
    ['unsure', elsewhere, unsupported, supported],
    ['unsure', elsewhere, undecided, unsupported],
    ['wrong', { live: nothing }, unsupported, unsupported],
    ['unsure', { ...elsewhere, isAdapted: true }, unsupported, unsupported],
    ['unsure', { evidence: sampleEvidence('a.md', [other]) }, supported, supported],
  ] as const)('%s for %j', async (outcome, over, answer, match) => {
    const comparison = await compareByModel(compared(over), verifier(answer, match), undefined)
    expect(comparison).toMatchObject({ outcome, isEvidence: outcome !== 'unsure' })
  })

  test('what kept the verifier from judging is thrown, never taken for a verdict', async () => {
    const failed: Verdict = { ...undecided, failure: new ReverieError('model-failed', 'down') }
    await expect(compareByModel(compared({}), verifier(failed, supported), undefined)).rejects.toMatchObject({ code: 'model-failed' })
  })
})
