import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { passageState, quoteIn } from '../../testing/passage-state.ts'
import { sameNormal } from './same-normal.ts'

describe('same-normal', () => {
  it('finds a sentence again in a reflowed paragraph, with the white space it has now', () => {
    const before = passageState('prose', 'Jobs run for 15 minutes. The queue\nholds 5000 jobs.')
    const after = passageState('prose', 'Jobs run for 15\n  minutes. The queue holds 5000\njobs.')
    expect(sameNormal(quoteIn(before, 'The queue\nholds 5000 jobs.'), before, after)).toMatchObject({
      version: after.version,
      text: 'The queue holds 5000\njobs.',
    })
  })

  it('takes other line ends and trailing blanks of code for nothing, its indentation for something', () => {
    const before = passageState('code', 'if (a) {\n  b()\n}\n')
    const quote = quoteIn(before, '  b()\n}')
    expect(sameNormal(quote, before, passageState('code', 'if (a) {  \r\n  b()\r\n}'))?.text).toBe('b()\r\n}')
    expect(sameNormal(quote, before, passageState('code', 'if (a) {\n    b()\n}\n'))).toBeNull()
    expect(sameNormal(quote, before, passageState('data', 'if (a) {  \n  b()\n}\n'))).toBeNull()
  })

  it('does not hold where a word changed', () => {
    const before = passageState('prose', 'The queue holds 5000 jobs.')
    expect(sameNormal(quoteIn(before, 'The queue'), before, passageState('prose', 'The queue holds 6000 jobs.'))).toBeNull()
  })

  it('finds any part of a text again under any white space, word for word', () => {
    const words = fc.array(fc.constantFrom('a', 'bc', '5', '(d)', 'e.'), { minLength: 1, maxLength: 12 })
    const blanks = fc.array(fc.constantFrom(' ', '\n', '\r\n', '   '), { minLength: 12, maxLength: 12 })
    const join = (some: readonly string[], between: readonly string[]) =>
      some
        .map((word, at) => word + (between[at] ?? ' '))
        .join('')
        .trimEnd()
    fc.assert(
      fc.property(words, blanks, blanks, fc.nat(30), fc.nat(30), (some, one, two, from, length) => {
        const before = passageState('prose', join(some, one))
        const after = passageState('prose', join(some, two))
        const part = before.text.slice(from, from + length)
        if (part.trim() === '') return
        const quote = { ...quoteIn(before, part), start: from, end: from + part.length }
        const found = sameNormal(quote, before, after)
        expect(after.text.slice(found?.start, found?.end)).toBe(found?.text)
        expect(found?.text.replace(/\s+/g, '')).toBe(part.replace(/\s+/g, ''))
      }),
    )
  })
})
