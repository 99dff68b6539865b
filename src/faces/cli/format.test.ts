import { describe, expect, test } from 'vitest'
import { fitText } from './fit-text.ts'
import { formatAbout, formatBytes, formatSpend, formatUsd } from './format-number.ts'
import { formatPairs, formatTable } from './format-table.ts'
import { formatAgo, formatDuration } from './format-time.ts'

describe('formats', () => {
  test.each([
    [0.31, '0.3 ms'],
    [9.97, '10 ms'],
    [27.4, '27 ms'],
    [999.6, '1 s'],
    [1_400, '1.4 s'],
    [59_960, '1 min'],
    [125_000, '2 min 5 s'],
    [3_780_000, '1 h 3 min'],
  ])('%f ms is %s', (durationMs, text) => expect(formatDuration(durationMs)).toBe(text))

  test.each([
    [-5_000, 'just now'],
    [9_000, 'just now'],
    [45_000, '45 s ago'],
    [720_000, '12 min ago'],
    [3 * 3_600_000, '3 h ago'],
    [5 * 86_400_000, '5 days ago'],
  ])('%f ms later it was %s', (elapsedMs, text) => expect(formatAgo(1_000_000, 1_000_000 + elapsedMs)).toBe(text))

  test('numbers', () => {
    expect([formatAbout(3_912), formatAbout(0), formatAbout(87)]).toEqual(['≈3,900', '≈0', '≈87'])
    expect([0, 1.5, 0.25, 0.0312, 0.00004].map(formatUsd)).toEqual(['$0.00', '$1.50', '$0.25', '$0.031', '$0.000040'])
    expect([12, 3_100_000, 999_700].map(formatBytes)).toEqual(['12 bytes', '3.1 MB', '1.0 MB'])
    expect(formatSpend({ inputTokens: 1200, outputTokens: 34, usd: null })).toBe('1,234 tokens (1,200 in, 34 out), price unknown')
  })

  test('text is cut by columns, not by code units', () => {
    expect(fitText('日本語のテキスト', 9)).toBe('日本語の…')
    expect(fitText('👩‍👩‍👧‍👦 family', 6)).toBe('👩‍👩‍👧‍👦 fa…')
  })

  test('tables align and fit', () => {
    const lines = formatTable(
      [{ title: 'n', align: 'right' }, { title: 'text' }],
      [
        ['1', 'a sentence that is too long'],
        ['100', 'b'],
      ],
      20,
    )
    expect(lines).toEqual(['  n  text', '  1  a sentence tha…', '100  b'])
    expect(formatPairs([['a', 'one two three four five six']], 22, '')).toEqual(['a  one two three four', '   five six'])
  })
})
