import { describe, expect, it } from 'vitest'
import { passageState, quoteIn } from '../../testing/passage-state.ts'
import { claimsSupported } from './claims-supported.ts'

const before = passageState('prose', 'Jobs run for 15 minutes. By default, the queue holds 5000 jobs.')
const quote = quoteIn(before, 'By default, the queue holds 5000 jobs.')
const found = (sentences: readonly string[]) => {
  const after = passageState('prose', sentences.join(' '))
  const units = sentences.map((sentence) => ({ start: after.text.indexOf(sentence), end: after.text.indexOf(sentence) + sentence.length }))
  const next = claimsSupported(quote, after, units)
  if (next !== null) expect(after.text.slice(next.start, next.end)).toBe(next.text)
  return next?.text ?? null
}

describe('claims-supported', () => {
  it('finds the one sentence that states the same in other words', () => {
    expect(found(['Jobs run for an hour.', 'The queue holds 5,000 jobs by default.'])).toBe('The queue holds 5,000 jobs by default.')
  })

  it.each([
    ['none does', ['Jobs run for an hour.', 'The queue holds 6000 jobs by default.']],
    ['two do', ['The queue holds 5,000 jobs by default.', 'By default the queue holds 5000 jobs.']],
    ['one says the opposite', ['By default, the queue never holds 5000 jobs.']],
  ])('finds nothing where %s', (_, sentences) => expect(found(sentences)).toBeNull())
})
