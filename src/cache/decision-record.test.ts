import { expect, test } from 'vitest'
import { type DecisionRecordInput, readDecisionRecord } from './decision-record.ts'

const candidate = { entry: 'e1', preparedFor: 'Which port?', similarity: 0.91, outcome: 'served' }

test('a record of before the calibrated decision is read with nothing invented', () => {
  const read = readDecisionRecord(JSON.stringify({ considered: [candidate], reason: 'near', detail: 'x', spends: [] }))
  expect(read).toEqual({
    considered: [
      { ...candidate, margin: null, probability: null, bar: null, features: null, guards: null, verdict: null, freshness: null },
    ],
    reason: 'near',
    detail: 'x',
    class: null,
    gate: null,
    promise: null,
    calibration: null,
    recipe: null,
    adaptation: null,
    standAlone: null,
    unfiled: null,
    calls: [],
    feedback: null,
  })
})

test('what is written is read back, and a margin without end reads as none', () => {
  const record: DecisionRecordInput = {
    considered: [
      {
        ...candidate,
        margin: Number.POSITIVE_INFINITY,
        probability: 0.997,
        bar: 0.985,
        features: [0.91, 1],
        guards: [{ guard: 'numbers', saw: 'asked 5, prepared for 3', resolved: true }],
        verdict: 'supported: x',
      },
    ],
    reason: 'near',
    detail: '',
    class: 'number',
    gate: 'open',
    promise: 0.01,
    calibration: 3,
    adaptation: { kind: 'other-parameter', what: '3 became 5', from: ['e1'] },
    standAlone: 'Which port does the server use?',
    feedback: { verdict: 'wrong', note: 'it is the other server', at: 5 },
  }
  const read = readDecisionRecord(JSON.stringify(record))
  expect(read).toMatchObject({ ...record, considered: [{ ...record.considered?.[0], margin: null, freshness: null }] })
})

test('features that hold no number are read as not kept', () => {
  const considered = [{ ...candidate, features: [0.9, Number.NaN] }]
  expect(readDecisionRecord(JSON.stringify({ considered })).considered[0]).toMatchObject({ similarity: 0.91, features: null })
})

test.each(['{"considered":[{"entry":1}]}', '{"consid'])('%s is no record', (text) => {
  expect(() => readDecisionRecord(text)).toThrow(expect.objectContaining({ code: 'database-damaged' }))
})
