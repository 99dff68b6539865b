import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { numberCitations } from './number-citations.ts'

function run(pieces: readonly string[], count = 9) {
  const numbering = numberCitations(count)
  const shown = pieces.map((piece) => numbering.push(piece)).join('') + numbering.end()
  return { shown, cited: numbering.cited }
}

describe('numberCitations', () => {
  it('numbers by first citation and drops marks of nothing', () => {
    expect(run(['A [7]. B [2, 7]. C [12]. D [0].'])).toEqual({ shown: 'A [1]. B [2][1]. C . D .', cited: [7, 2] })
  })

  it('leaves other brackets alone', () => {
    expect(run(['Use arr[i] and [name] and [1a] and [']).shown).toBe('Use arr[i] and [name] and [1a] and [')
  })

  it('shows the same however the stream is cut', () => {
    const text = 'First [7][2]. Then arr[0] is [ 2 ; 3 ] or [99], or [x]. End [4'
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 70, maxLength: 70 }), (sizes) => {
        const pieces: string[] = []
        let at = 0
        for (const size of sizes) {
          pieces.push(text.slice(at, at + size))
          at += size
        }
        expect(run(pieces)).toEqual(run([text]))
      }),
    )
  })
})
