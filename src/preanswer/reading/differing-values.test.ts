import { describe, expect, test } from 'vitest'
import { sampleEvidence, samplePassage } from '../../testing/skill-samples.ts'
import { differingValues } from './differing-values.ts'
import { rankUnits } from './ranked-unit.ts'

const passages = [
  samplePassage('consumers', 'The refund window is 14 days. Refunds go to the card that was used.', ['Consumers']),
  samplePassage('business', 'The refund window is 30 days. Refunds go to the account.', ['Business']),
  samplePassage('retries', 'How often a failed job is tried again. Defaults to 3.', ['Retries']),
  samplePassage('workers', 'How many jobs run at once. Defaults to 2.', ['Workers']),
]
const evidence = sampleEvidence('handbook.md', passages, 'Handbook').map((unit) => ({
  ...unit,
  cosine: 0.5,
  passageUnits: passages.find(({ id }) => id === unit.passage)?.units ?? [],
}))

/** Every place whose value is told beside the best one. */
function told(asked: string): readonly string[] {
  const { question, ranked } = rankUnits(asked, evidence)
  const differing = differingValues(question, ranked.slice(0, 1), ranked)
  return differing === null ? [] : [differing.reading, ...differing.others].map(({ unit }) => unit.text).sort()
}

const both = ['The refund window is 14 days.', 'The refund window is 30 days.']

describe('one question, two values under different headings of one document', () => {
  test.each([
    'What is the refund window?',
    'what is our refund window',
    'Tell me about the refund window',
    'How long is the refund window?',
  ])('both are told: %s', (question) => expect(told(question)).toEqual(both))

  test.each([
    'What is the refund window for consumers?',
    'What is the refund window of the business customers?',
  ])('the one whose heading the question names stands alone: %s', (question) => expect(told(question)).toEqual([]))

  test.each([
    'What is the default of retries?',
    'Where do refunds go?',
  ])('what says the same of something else is not told: %s', (question) => expect(told(question)).toEqual([]))
})
