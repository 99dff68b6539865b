import { expect, it } from 'vitest'
import { nothingSpent } from '../../ledger/spent-since.ts'
import type { LedgerSaving, LedgerView } from '../views/ledger-view.ts'
import { ledgerCsv } from './ledger-csv.ts'

const view = (...rows: readonly LedgerSaving[]): LedgerView => ({
  since: null,
  until: 0,
  rows,
  isCut: false,
  spent: nothingSpent,
  saved: { answers: 0, tokens: 0, micros: 0, ms: 0, unpricedAnswers: 0 },
  spentBy: [],
  savedBy: [],
  totals: [],
  netUsd: null,
  notes: [],
})
const saving: LedgerSaving = {
  kind: 'saving',
  id: 'ask1',
  at: 0,
  served: 'hit',
  entry: 'entry1',
  predictor: 'structure',
  region: 'docs',
  question: 'q1',
  tokens: -40,
  micros: null,
  ms: 12,
}

it('writes no text that a spreadsheet would run, and leaves numbers as they are', () => {
  const regions = ['=cmd|calc!A1', '+1', '-1', '@scope/package', '\tx', 'docs', '＝x']
  const csv = ledgerCsv(view(...regions.map((region) => ({ ...saving, region }))))
  const cells = csv
    .trimEnd()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(','))
  expect(cells.map((row) => row[8])).toEqual(["'=cmd|calc!A1", "'+1", "'-1", "'@scope/package", "'\tx", 'docs', "'＝x"])
  expect(cells.every((row) => row[16] === '-40' && row[17] === '')).toBe(true)
})
