import { describe, expect, it } from 'vitest'
import { samplePassage } from '../../testing/skill-samples.ts'
import { findQuote } from './find-quote.ts'

const passages = [
  samplePassage('a', 'The default `port` is **3000**. Set “PORT” to\n> change   it – or not. The default'),
  samplePassage('b', '# Limits\n\n- Bodies may hold 1.5 MB.\n- Headers may hold 15 KB.'),
  samplePassage('c', '/**\n * Retries three times.\n * Never waits.\n */'),
]

describe('findQuote', () => {
  it('takes an exact copy from the passage named, or from the only one that holds it', () => {
    expect(findQuote(passages, { passage: 1, text: 'The default `port`' })).toMatchObject({
      stamp: 'exact',
      quote: { passage: 'a', start: 0, end: 18 },
    })
    expect(findQuote(passages, { passage: 1, text: 'Bodies may hold 1.5 MB.' })).toMatchObject({ stamp: 'exact', quote: { passage: 'b' } })
  })

  it('finds a copy that lost markup, line ends and typographic marks, and quotes the real text', () => {
    const found = findQuote(passages, { passage: 1, text: 'The default port is 3000. Set "PORT" to change it - or not.' })
    expect(found).toMatchObject({ stamp: 'fuzzy', quote: { passage: 'a', start: 0 } })
    expect(found?.quote.text).toBe('The default `port` is **3000**. Set “PORT” to\n> change   it – or not.')
    expect(findQuote(passages, { passage: 3, text: 'Retries three times. Never waits.' })?.quote.text).toBe(
      'Retries three times.\n * Never waits.',
    )
  })

  it('does not take one number for another, nor a change of words or case', () => {
    expect(findQuote(passages, { passage: 2, text: 'Bodies may hold 15 MB.' })).toBeNull()
    expect(findQuote(passages, { passage: 1, text: 'The default port is not 3000.' })).toBeNull()
    expect(findQuote(passages, { passage: 1, text: 'THE DEFAULT PORT' })).toBeNull()
  })

  it('refuses what is ambiguous, empty, or in no passage, whatever number is given', () => {
    expect(findQuote(passages, { passage: 9, text: 'may hold' })).toMatchObject({ stamp: 'exact' })
    expect(findQuote(passages, { passage: 2, text: '*may* hold' })).toBeNull()
    expect(findQuote(passages, { passage: 1, text: '  …  ' })).toBeNull()
    expect(findQuote(passages, { passage: -1, text: 'never written' })).toBeNull()
    expect(findQuote([], { passage: 1, text: 'x' })).toBeNull()
  })

  it('keeps every quote a slice of its passage', () => {
    const emoji = [samplePassage('e', '👋 Hi  there,\n\u00a0“friend”\u200b of mine')]
    const found = findQuote(emoji, { passage: 1, text: 'Hi there, "friend" of mine' })
    expect(found?.quote.text).toBe('Hi  there,\n\u00a0“friend”\u200b of mine')
    expect(emoji[0]?.text.slice(found?.quote.start, found?.quote.end)).toBe(found?.quote.text)
  })
})
