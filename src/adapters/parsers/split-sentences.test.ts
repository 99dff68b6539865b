import { describe, expect, test } from 'vitest'
import { splitSentences } from './split-sentences.ts'

function sentences(text: string): readonly string[] {
  return splitSentences(text).map((span) => text.slice(span.start, span.end))
}

describe('splitSentences', () => {
  const whole: readonly (readonly [string, string])[] = [
    ['abbreviations', 'Use a cache, e.g. Redis, i.e. a shared one, vs. memory, when Dr. Smith and Mrs. Jones ask No. 5 in Fig. 3.'],
    ['initials', 'The author J. R. R. Tolkien wrote it with C. S. Lewis in Oxford.'],
    ['dotted capitals', 'He joined the U.S. Army and the U.N. Security Council.'],
    ['decimals and versions', 'Version 2.10.3 needs Node.js 18.2 or 20.0 and costs 3.50 dollars.'],
    ['addresses', 'See https://example.com/a.b?c=d.e! and https://example.com. for the rest'],
    ['inline code', 'Call `app.get("/a. B")` or `Foo. Bar` first.'],
    ['method names', 'Then c.req.param() and app.use() run.'],
    ['a lower-case letter after', 'It asked "really?" and went on; yes! it did.'],
    ['months', 'On Jan. 5 and Sept. 11 it was closed.'],
    ['numbered start', '1. Install the package'],
    ['Ph.D. and a.m.', 'Her Ph.D. Thesis was read at 9 a.m. Monday.'],
  ]
  test.each(whole)('keeps together: %s', (_, text) => {
    expect(sentences(text)).toEqual([text])
  })

  const split: readonly (readonly [string, readonly string[]])[] = [
    ['plain', ['It is fast.', 'Is it small?', 'Yes!', 'Good.']],
    ['citations', ['It was built in 1890.[12]', 'It burnt in 1902.[3][4]', 'Nobody knows why.[note 1]']],
    ['quotes', ['He said "It works."', 'Then he left.']],
    ['parentheses', ['See the guide (it is short.)', 'Then install it.']],
    ['an abbreviation that ends one', ['He lived in the U.S.', 'In 1990 he left.', 'They sell apples, pears, etc.', 'The shop is open.']],
    ['code that begins one', ['You get a `Response`.', '`app` returns it.', 'app.get() too.', 'iPhones as well.']],
    ['ellipsis', ['Wait for it...', 'Here it is.']],
    ['other scripts', ['彼は走った。', '速い。']],
  ]
  test.each(split)('separates: %s', (_, expected) => {
    expect(sentences(expected.join(' '))).toEqual(expected)
  })

  test('reads line ends as spaces and blank lines as ends', () => {
    expect(sentences('One sentence\r\nover lines.\r\nTwo\r\n\r\nthree')).toEqual(['One sentence\r\nover lines.', 'Two', 'three'])
  })

  test('keeps the spans it is told to keep', () => {
    const text = 'Use the a. B name. Then go.'
    const start = text.indexOf('a. B')
    expect(splitSentences(text, [{ start, end: start + 4 }]).map((span) => text.slice(span.start, span.end))).toEqual([
      'Use the a. B name.',
      'Then go.',
    ])
  })

  test('cuts what is too long for one embedding at a clause', () => {
    const text = `${'some words and more words here, '.repeat(60)}end`
    const spans = splitSentences(text)
    expect(Math.max(...spans.map((span) => span.end - span.start))).toBeLessThanOrEqual(700)
    expect(spans.slice(0, -1).every((span) => text[span.end - 1] === ',')).toBe(true)
  })
})
