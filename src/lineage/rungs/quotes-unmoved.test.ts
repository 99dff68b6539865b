import { describe, expect, it } from 'vitest'
import { passageState, quoteIn } from '../../testing/passage-state.ts'
import { quotesUnmoved } from './quotes-unmoved.ts'

const text = 'Jobs run for 15 minutes. The queue\nholds 5000 jobs. Logs rotate.'
const follow = (after: string, part = 'The queue\nholds 5000 jobs.') => {
  const before = passageState('prose', text)
  return quotesUnmoved(quoteIn(before, part), before, passageState('prose', after))
}

describe('quotes-unmoved', () => {
  it('follows a sentence while another of its paragraph changes, reflowed or not', () => {
    expect(follow('Jobs run for 20 minutes. The queue\nholds 5000 jobs. Logs rotate.')?.text).toBe('The queue\nholds 5000 jobs.')
    expect(follow('Jobs run at most 20\nminutes. The queue holds\n5000 jobs. Logs rotate daily.')?.text).toBe('The queue holds\n5000 jobs.')
  })

  it.each([
    ['a condition on the line before', 'Jobs run for 15 minutes. On Sundays\nThe queue\nholds 5000 jobs. Logs rotate.'],
    ['a condition on the line after', 'Jobs run for 15 minutes. The queue\nholds 5000 jobs\nunless configured. Logs rotate.'],
    ['another number', 'Jobs run for 15 minutes. The queue\nholds 6000 jobs. Logs rotate.'],
    ['a second copy', `${text} The queue holds 5000 jobs.`],
  ])('does not with %s', (_, after) => expect(follow(after)).toBeNull())

  it('takes the whole sentence for what a part of it says', () => {
    expect(follow('Jobs run for 15 minutes. The queue\nholds 5000 jobs, or fewer. Logs rotate.', 'holds 5000 jobs')).toBeNull()
  })

  it('minds what a line is said under: the item above, the condition around, the header of the table', () => {
    const follows = (kind: 'list' | 'code' | 'table', from: string, to: string, part: string) => {
      const before = passageState(kind, from)
      return quotesUnmoved(quoteIn(before, part), before, passageState(kind, to)) !== null
    }
    expect(follows('list', '- Supported:\n  - `b`: two', '- Not supported:\n  - `b`: two', '`b`: two')).toBe(false)
    expect(follows('list', '- Supported:\n  - `a`: one\n  - `b`: two', '- Supported:\n  - `a`: 1\n  - `b`: two', '`b`: two')).toBe(true)
    expect(follows('code', 'if (a) {\n  b()\n}', 'if (!a) {\n  b()\n}', 'b()')).toBe(false)
    expect(follows('code', 'if (a) {\n  b()\n}', 'c()\nif (a) {\n  b()\n}', 'b()')).toBe(true)
    expect(follows('table', '| a | default |\n|---|---|\n| x | 3 |', '| a | maximum |\n|---|---|\n| x | 3 |', '| x | 3 |')).toBe(false)
    expect(follows('table', '| a | default |\n|---|---|\n| x | 3 |', '| a | default |\n|---|---|\n| w | 4 |\n| x | 3 |', '| x | 3 |')).toBe(
      true,
    )
  })

  it('goes by lines in lists and code', () => {
    const before = passageState('list', '- `a`: one\n- `b`: two')
    const quote = quoteIn(before, '`b`: two')
    expect(quotesUnmoved(quote, before, passageState('list', '- `a`: other\n- `b`: two'))?.text).toBe('`b`: two')
    expect(quotesUnmoved(quote, before, passageState('list', '- `a`: one\n- `b`: two or more'))).toBeNull()
    expect(quotesUnmoved(quote, before, passageState('list', '- `a`: one\n  - `b`: two'))).toBeNull()
  })
})
