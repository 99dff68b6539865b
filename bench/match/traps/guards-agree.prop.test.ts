import fc from 'fast-check'
import { expect, test } from 'vitest'
import { featuresByGuards, matchFeatures } from '../../../src/cache/features/match-features.ts'
import { createFormReader } from '../../../src/cache/features/question-form.ts'
import { createGuards, runGuards } from '../../../src/preanswer/guards/run-guards.ts'
import { readTraps } from './read-traps.ts'

const questions = [...new Set(readTraps().flatMap(({ prepared, trap }) => [prepared, trap]))]
const quotes = readTraps().flatMap(({ answer }) => [answer])
const anyQuestion = fc.constantFrom(...questions)
const asks = fc.array(fc.record({ asked: anyQuestion, prepared: anyQuestion, quote: fc.constantFrom('', ...quotes) }), { minLength: 1 })

test('guards that keep what they parsed find what guards that parse anew find', () => {
  const kept = createGuards()
  fc.assert(
    fc.property(asks, (pairs) => {
      for (const { asked, prepared, quote } of pairs) expect(kept(asked, prepared, quote)).toEqual(runGuards(asked, prepared, quote))
    }),
    { numRuns: 100 },
  )
})

test('each trap beside its own question is seen alike, asked first or asked again', () => {
  const kept = createGuards()
  for (const { prepared, trap, answer } of [...readTraps(), ...readTraps()]) {
    expect(kept(trap, prepared, answer)).toEqual(runGuards(trap, prepared, answer))
    expect(kept(prepared, trap, answer)).toEqual(runGuards(prepared, trap, answer))
    expect(kept(trap, prepared, answer)).toEqual(runGuards(trap, prepared, answer))
  }
})

test('features with guards added afterwards are those of the whole view', () => {
  const formOf = createFormReader()
  const context = { rarity: () => 0.5, words: { name: 'none', similarity: (one: string, other: string) => (one === other ? 1 : 0.3) } }
  fc.assert(
    fc.property(anyQuestion, anyQuestion, fc.double({ min: 0.4, max: 1, noNaN: true }), (asked, prepared, similarity) => {
      const view = {
        asked: formOf(asked),
        prepared: formOf(prepared),
        similarity,
        lead: 0.1,
        agreement: 0.5,
        nearMiss: null,
        evidence: null,
      }
      const add = featuresByGuards(view, context)
      for (const guards of [[], runGuards(asked, prepared, '')]) expect(add(guards)).toEqual(matchFeatures({ ...view, guards }, context))
    }),
    { numRuns: 100 },
  )
})
