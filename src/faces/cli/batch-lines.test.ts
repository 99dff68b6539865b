import { expect, it } from 'vitest'
import { noSpend } from '../../spec/ledger.ts'
import { batchLines } from './batch-lines.ts'

const none = { sent: 0, waiting: 0, expectedBy: null, answered: 0, used: 0, spend: noSpend, wasted: 0, returned: [], problems: [] }

it('says what was sent and when its answers are due, what came, and what came back', () => {
  expect(batchLines(undefined)).toEqual([])
  expect(batchLines(none)).toEqual([])
  const expectedBy = Date.UTC(2026, 0, 2, 6, 30)
  expect(batchLines({ ...none, sent: 1200, waiting: 1201, expectedBy })).toEqual([
    '1,200 calls sent in a batch, answers expected by 2026-01-02 06:30 UTC',
    '1 call sent before still out',
  ])
  expect(
    batchLines({
      ...none,
      waiting: 2,
      expectedBy,
      answered: 3,
      spend: { inputTokens: 60, outputTokens: 21, usd: 0.0051 },
      used: 2,
      wasted: 1,
      returned: [{ reason: 'too\nlate', count: 4 }],
      problems: ['gone'],
    }),
  ).toEqual([
    '2 calls sent before still out, answers expected by 2026-01-02 06:30 UTC',
    '3 answers came: 81 tokens (60 in, 21 out), $0.0051',
    '2 answers used',
    '1 answer paid for that nothing asks for any more',
    '4 came back: too late',
    'gone',
  ])
})
