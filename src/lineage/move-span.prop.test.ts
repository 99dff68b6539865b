import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Quote } from '../spec/claim.ts'
import { type Digest, digest } from '../spec/digest.ts'
import type { PassageId } from '../spec/ids.ts'
import { moveSpan } from './move-span.ts'

/** The quote at its place in the passage's next version, or null. */
function rebaseQuote(quote: Quote, before: string, after: { readonly version: Digest; readonly text: string }): Quote | null {
  if (before.slice(quote.start, quote.end) !== quote.text) return null
  const moved = moveSpan(quote, before, after.text)
  return moved === null ? null : { ...quote, ...moved, version: after.version }
}

const quoteOf = (text: string, part: string) => {
  const start = text.indexOf(part)
  return { passage: 'p' as PassageId, version: digest(text), start, end: start + part.length, text: part }
}
const next = (text: string) => ({ version: digest(text), text })

describe('a quote that is moved along', () => {
  const before = 'Jobs run for 15 minutes. The queue holds 5000 jobs.\n- `retries`: three\n- `log`: a file'

  it('follows a sentence when another sentence of its line changes', () => {
    const after = before.replace('15 minutes', 'at most 20 minutes')
    const quote = rebaseQuote(quoteOf(before, 'The queue holds 5000 jobs.'), before, next(after))
    expect(quote).toMatchObject({ version: digest(after), text: 'The queue holds 5000 jobs.' })
    expect(after.slice(quote?.start, quote?.end)).toBe('The queue holds 5000 jobs.')
  })

  it.each([
    ['its own words change', before.replace('5000', '6000')],
    ['its sentence gains a condition', before.replace('5000 jobs.', '5000 jobs, unless configured.')],
    ['it stands there twice', `${before}\nThe queue holds 5000 jobs.`],
    ['it is gone', 'Jobs run.'],
    ['its sentence gains a beginning', before.replace('The queue', 'Until 2020 The queue')],
  ])('withdraws the quote when %s', (_, after) => {
    expect(rebaseQuote(quoteOf(before, 'The queue holds 5000 jobs.'), before, next(after))).toBeNull()
  })

  it('takes an abbreviation for no end of a sentence', () => {
    const text = 'Off by default, e.g. the queue holds 5000 jobs.'
    const quote = quoteOf(text, 'the queue holds 5000 jobs.')
    expect(rebaseQuote(quote, text, next(text.replace('Off', 'On')))).toBeNull()
    expect(rebaseQuote(quote, text, next(`New. ${text}`))).toMatchObject({ text: 'the queue holds 5000 jobs.' })
  })

  it('withdraws a quote of part of a line when the rest of the line changes', () => {
    const quote = quoteOf(before, '`retries`')
    expect(rebaseQuote(quote, before, next(before.replace('three', 'four')))).toBeNull()
    expect(rebaseQuote(quote, before, next(before.replace('a file', 'nothing')))).toMatchObject({ text: '`retries`' })
  })

  it('never gives a quote that is not in the new text', () => {
    const word = fc.constantFrom('a', 'b.', 'c', '\n', ' ', 'not', '5')
    const text = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '))
    fc.assert(
      fc.property(text, text, fc.nat(20), fc.nat(20), (old, now, start, length) => {
        const part = old.slice(start, start + length)
        const quote = rebaseQuote(
          { passage: 'p' as PassageId, version: digest(old), start, end: start + part.length, text: part },
          old,
          next(now),
        )
        if (quote !== null) expect(now.slice(quote.start, quote.end)).toBe(part)
      }),
    )
  })
})
