import { describe, expect, it } from 'vitest'
import type { ClaimDraft } from '../../spec/claim.ts'
import { sameClaims } from './same-claims.ts'

const claim = (text: string, over: Partial<ClaimDraft> = {}): ClaimDraft => ({
  type: 'limit',
  subject: 'queue',
  text,
  value: null,
  salience: 1,
  quotes: [],
  stamp: 'exact',
  ...over,
})
const pairs = (old: readonly ClaimDraft[], made: readonly ClaimDraft[]) =>
  sameClaims(old, made).map((pair) => [pair.old.text, pair.made.text])

describe('same-claims', () => {
  const one = claim('The queue holds at most 5000 jobs.')
  const two = claim('A job runs for at most 15 minutes.', { subject: 'job' })

  it('pairs claims that say the same in other words', () => {
    const again = [claim('A job runs at most for 15 minutes.', { subject: 'job' }), claim('At most 5,000 jobs are held in the queue.')]
    expect(pairs([one, two], again)).toContainEqual([two.text, 'A job runs at most for 15 minutes.'])
  })

  it.each([
    ['of another type', claim(one.text, { type: 'default' })],
    ['of another value', claim(one.text, { value: '5000' })],
    ['about another subject', claim('The queue holds at most 5000 jobs each.', { subject: 'archive' })],
    ['with another number', claim('The queue holds at most 6000 jobs.')],
    ['turned round', claim('The queue holds at least 5000 jobs.')],
  ])('leaves claims alone %s', (_, other) => expect(pairs([one], [other])).toEqual([]))

  it('pairs equal texts first, each once, and leaves what is like several alone', () => {
    expect(pairs([one, { ...one }], [{ ...one }, { ...one }])).toHaveLength(2)
    const alike = [claim('The queue holds at most 5000 big jobs.'), claim('The queue holds at most 5000 small jobs.')]
    expect(pairs([one], alike)).toEqual([])
  })
})
