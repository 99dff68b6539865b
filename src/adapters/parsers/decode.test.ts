import { expect, test } from 'vitest'
import { decode } from './decode.ts'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

test('UTF-8 with and without byte order mark; CRLF stays', () => {
  expect(decode(utf8('\uFEFFa\r\nü'))).toEqual({ text: 'a\r\nü', warnings: [] })
  expect(decode(utf8(''))).toEqual({ text: '', warnings: [] })
})

test('UTF-16 by its mark, either way round', () => {
  const little = Buffer.from('\uFEFFgrün', 'utf16le')
  expect(decode(little).text).toBe('grün')
  expect(decode(Buffer.from(little).swap16()).text).toBe('grün')
})

test('a windows-1252 file is read as such and said', () => {
  expect(decode(Buffer.from('caf\xe9 \x93quoted\x94\nna\xefve\n', 'latin1'))).toEqual({
    text: 'café “quoted”\nnaïve\n',
    warnings: ['2 lines of invalid UTF-8: read as windows-1252'],
  })
})

test('a few broken bytes in sound UTF-8 are marked, not everything turned to mojibake', () => {
  const bytes = Buffer.concat([utf8('größer, schöner, süßer\n'), Buffer.from([0xff, 0x0a])])
  expect(decode(bytes)).toEqual({ text: 'größer, schöner, süßer\n\uFFFD\n', warnings: ['1 line of invalid UTF-8, marked with U+FFFD'] })
})
