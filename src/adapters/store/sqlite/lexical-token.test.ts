import fc from 'fast-check'
import { expect, it } from 'vitest'
import { encodeTokens, matchToken } from './lexical-token.ts'

it('writes what FTS5 would split or fold as codes', () => {
  expect(encodeTokens('c++ c.req.param --flag 日本語 naïve snake_case Ab')).toBe(
    'c_2b_2b c_2ereq_2eparam _2d_2dflag 日本語 naïve snake_5fcase _41b',
  )
  expect(matchToken('a"b')).toBe('"a_22b"')
})

it('keeps distinct tokens distinct', () => {
  const decode = (encoded: string) =>
    encoded.replace(/_([0-9a-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (token) => decode(encodeTokens(token)) === token))
})
