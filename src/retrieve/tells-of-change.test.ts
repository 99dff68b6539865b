import { expect, it } from 'vitest'
import { tellsOfChange } from './tells-of-change.ts'

it.each([
  ['What changed in docs last week?', 'What changed in `docs` last week?', true],
  ['What changed in the ledger recently?', 'What changed in `src/ledger` last week?', true],
  ['What has changed in Configuration?', 'What changed in Configuration last week?', true],
  ['Which tests cover `meter.ts`?', 'Which tests cover `src/meter.ts`?', true],
  ['Why was `settle` changed?', 'Why was settle changed?', true],
  ['What changed in Kubernetes last week?', 'What changed in `docs` last week?', false],
  ['What changed in docs/internal last week?', 'What changed in `docs` last week?', false],
  ['What changed in `docs` last week?', 'What changed in `docs/internal` last week?', false],
  ['Which tests cover `src/a.ts`?', 'Which tests cover `src/b/a.ts`?', false],
  ['Why was `settle` changed?', 'Why was `settleAll` changed?', false],
  ['What changed lately?', 'What changed in `docs` last week?', false],
])('%s by %s: %s', (question, heading, tells) => {
  expect(tellsOfChange(question, heading)).toBe(tells)
})
