import fc from 'fast-check'
import { expect, test } from 'vitest'
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
