import { describe, expect, test } from 'vitest'
import { type GateOutcome, openGate, reopeningLabels, reopeningRow, settleAfterFit, settleGate } from './gate.ts'

const terms = { now: 1_000, maxWrongHits: 0.01 }

function outcomes(verdicts: string, from = 0): readonly GateOutcome[] {
  return [...verdicts].map((letter, at) => ({
    id: `label ${from + at}`,
    class: 'way',
    wrong: letter === 'w',
    isEvidence: letter !== 'a',
    at: from + at,
  }))
}

const closed = settleGate(openGate('way', 0), outcomes('www'), 'a', terms)

describe('a gate', () => {
  test('stays open where one in hundreds is wrong, and closes with its reason where the promise is refuted', () => {
    const good = settleGate(openGate('way', 0), outcomes(`${'r'.repeat(150)}w${'r'.repeat(150)}`), 'a', terms)
    expect(good).toMatchObject({ state: 'open', reason: '', count: { hits: 301, wrong: 1 } })
    expect(closed).toMatchObject({ state: 'closed', at: 1_000, count: { hits: 3, wrong: 3 } })
    expect(closed.reason).toBe('3 of 3 near answers to questions of kind "way" that were checked were wrong: more than the 1 % promised')
  })

  test('one complaint is no proof', () => {
    expect(settleGate(openGate('', 0), outcomes('w'), 'a', terms).state).toBe('open')
  })

  test('a looser promise stands what a tighter one does not, and that of none nothing', () => {
    const given = outcomes('wrw')
    expect(settleGate(openGate('', 0), given, 'a', terms).state).toBe('closed')
    expect(settleGate(openGate('', 0), given, 'a', { ...terms, maxWrongHits: 0.2 }).state).toBe('open')
    expect(settleGate(openGate('', 0), outcomes('rw'), 'a', { ...terms, maxWrongHits: 0 }).state).toBe('closed')
  })

  test('opens again after so many right ones in a row, and then counts anew', () => {
    const row = 'r'.repeat(reopeningRow)
    const almost = settleGate(closed, [...outcomes('www'), ...outcomes(row.slice(1), 1_000)], 'b', terms)
    expect(almost).toMatchObject({ state: 'closed', count: { rightInARow: reopeningRow - 1 } })
    const broken = settleGate(closed, [...outcomes('www'), ...outcomes(`${row.slice(1)}wr`, 1_000)], 'c', terms)
    expect(broken).toMatchObject({ state: 'closed', count: { rightInARow: 1 } })
    const opened = settleGate(closed, [...outcomes('www'), ...outcomes(row, 1_000)], 'd', { ...terms, now: 2_000 })
    expect(opened).toMatchObject({ state: 'open', reason: '', at: 2_000, count: { since: 2_000, hits: 0, wrong: 0 } })
  })

  test('what agrees by quotation alone counts, and opens nothing', () => {
    const agreed = settleGate(closed, [...outcomes('www'), ...outcomes('a'.repeat(200), 1_000)], 'b', terms)
    expect(agreed).toMatchObject({ state: 'closed', count: { hits: 203, rightInARow: 0 } })
  })
})

describe('a new fit', () => {
  const before = outcomes('www').map((outcome) => ({ ...outcome, probability: 0.5 }))
  const since = (verdicts: string) => outcomes(verdicts, 1_000).map((outcome) => ({ ...outcome, probability: 0.99 }))
  const fit = { bar: 0.9, fittedAt: 1_500 }
  const enough = 'r'.repeat(reopeningLabels)

  test('opens a gate where it keeps what was wrong below its bar and the labels since hold', () => {
    expect(settleAfterFit(closed, [...before, ...since(enough)], fit, { ...terms, now: 1_500 })).toMatchObject({
      state: 'open',
      count: { since: 1_500 },
    })
  })

  test.each([
    ['with too few labels since', [...before, ...since(enough.slice(1))], fit],
    ['with a wrong one since', [...before, ...since(`${enough}w`)], fit],
    ['where it would serve again what was wrong', [...before.map((one) => ({ ...one, probability: 0.95 })), ...since(enough)], fit],
    ['where no bar holds', [...before, ...since(enough)], { ...fit, bar: null }],
    ['where the fit is older than the closing', [...before, ...since(enough)], { ...fit, fittedAt: 900 }],
  ])('leaves it closed %s', (_, scored, given) => {
    expect(settleAfterFit(closed, scored, given, terms)).toBe(closed)
  })
})
