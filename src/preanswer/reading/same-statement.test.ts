import { describe, expect, test } from 'vitest'
import type { Digest } from '../../spec/digest.ts'
import type { DocumentId, PassageId } from '../../spec/ids.ts'
import type { ScoredUnit } from '../../spec/skills.ts'
import { sameStatement } from './same-statement.ts'

/** The last sentence of a passage. */
function lastOf(path: string, place: readonly string[], text: string): ScoredUnit {
  const start = text.lastIndexOf('. ') + 1
  return {
    passage: path as PassageId,
    version: path as Digest,
    document: path as DocumentId,
    path,
    title: place[0] ?? null,
    place,
    kind: 'prose',
    symbol: null,
    passageText: text,
    start,
    end: text.length,
    text: text.slice(start).replaceAll('`', ''),
    score: 0,
    cosine: null,
    bm25: 0,
    modifiedAt: 0,
  }
}

const place = ['Parcels', 'Options', 'size: `number`']
const compared = (one: string, other: string, elsewhere: readonly string[] = place) =>
  sameStatement(lastOf('a.md', place, one), lastOf('b.md', elsewhere, other))

describe('one statement with two values', () => {
  test.each([
    ['The default is `255`.', 'The default is `64`.'],
    ['The default is `"ask"`.', 'The default is `"deny"`.'],
    ['It waits 15 minutes.', 'It waits 2 hours.'],
    ['The default is `100 * 1024` - `100kb`.', 'The default is `300 * 1024` - `300kb`.'],
  ])('under the same headings: %j, %j', (one, other) => {
    expect(compared(one, other)).toBe('by-headings')
    expect(compared(one, other, ['Parcels', 'Options', '<Badge text="optional" /> size: `number`'])).toBe('by-headings')
    expect(compared(one, other, ['Letters', 'Options', 'size: `number`'])).toBeNull()
  })

  test.each([
    ['The default is `255`.', 'The default is `255`!'],
    ['It waits 60 seconds.', 'It waits 1 minute.'],
    ['The default is `100 * 1024`.', 'The default is `102400`.'],
    ['`get` waits 3 seconds.', '`put` waits 4 seconds.'],
    ['The smallest is 3.', 'The largest is 4.'],
    ['Send it as `utf8`.', 'Send it as `utf16`.'],
  ])('the same amount, or of another thing: %j, %j', (one, other) => {
    expect(compared(one, other)).toBeNull()
  })

  test('in passages that are the same but for values, whatever they stand under', () => {
    const notes = ['Notes']
    const text = 'The longest label of a posted parcel. The default is `255`.'
    expect(compared(text, text.replace('255', '64'), notes)).toBe('by-passage')
    expect(compared(text, text.replace('255', '64').replace('label', 'title'), notes)).toBeNull()
  })

  test('not within one document', () => {
    const one = lastOf('a.md', place, 'The default is `255`.')
    expect(sameStatement(one, { ...lastOf('a.md', place, 'The default is `64`.'), passage: 'other' as PassageId })).toBeNull()
  })
})
