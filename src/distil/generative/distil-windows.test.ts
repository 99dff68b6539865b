import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tokenCounter } from '../../ledger/count-tokens.ts'
import { samplePassage } from '../../testing/skill-samples.ts'
import { cutWindows } from './distil-windows.ts'

describe('cutWindows', () => {
  it('keeps a short document whole and loses nothing of a long one', async () => {
    const count = await tokenCounter()
    const long = Array.from({ length: 400 }, (_, line) => `Line ${line} says something about option ${line}.`).join('\n')
    expect(await cutWindows([samplePassage('a', 'Short.'), samplePassage('b', '  ')], 500, count)).toMatchObject([
      { part: 1, of: 1, pieces: [{ number: 1, text: 'Short.' }] },
    ])
    const windows = await cutWindows(
      [samplePassage('a', 'Short.'), samplePassage('b', long), samplePassage('c', 'x'.repeat(5000))],
      500,
      count,
    )
    expect(windows.length).toBeGreaterThan(5)
    expect(windows.at(-1)).toMatchObject({ part: windows.length, of: windows.length })
    const pieces = windows.flatMap((window) => window.pieces)
    expect(
      pieces
        .filter((piece) => piece.number === 2)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(long)
    expect(
      pieces
        .filter((piece) => piece.number === 3)
        .map((piece) => piece.text)
        .join(''),
    ).toBe('x'.repeat(5000))
    for (const window of windows) expect(window.pieces.reduce((sum, piece) => sum + count(piece.text), 0)).toBeLessThanOrEqual(500)
  })

  it('holds for any text', async () => {
    const length = (text: string) => text.length
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme', maxLength: 300 }), { maxLength: 6 }), async (texts) => {
        const windows = await cutWindows(
          texts.map((text, index) => samplePassage(String(index), text)),
          100,
          length,
        )
        const back = windows.flatMap((window) => window.pieces.map((piece) => piece.text)).join('')
        expect(back.replace(/\s/g, '')).toBe(texts.join('').replace(/\s/g, ''))
        expect(back.isWellFormed()).toBe(texts.join('').isWellFormed())
      }),
    )
  })
})
