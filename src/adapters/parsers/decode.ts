export interface Decoded {
  /** Without byte order mark; line ends as in the file. */
  readonly text: string
  readonly warnings: readonly string[]
}

/**
 * Bytes to text: UTF-16 by its byte order mark, else UTF-8. Where that is invalid, the file is read as UTF-8 with
 * U+FFFD in place of what is broken if most of its non-ASCII text is sound, and as windows-1252 if not; both are said.
 */
export function decode(bytes: Uint8Array): Decoded {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: withoutMark(new TextDecoder('utf-16le').decode(bytes)), warnings: [] }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: withoutMark(new TextDecoder('utf-16be').decode(bytes)), warnings: [] }
  try {
    return { text: withoutMark(new TextDecoder('utf-8', { fatal: true }).decode(bytes)), warnings: [] }
  } catch {
    return decodeInvalid(bytes)
  }
}

function decodeInvalid(bytes: Uint8Array): Decoded {
  const lossy = withoutMark(new TextDecoder('utf-8').decode(bytes))
  const broken = count(lossy, /\uFFFD/g)
  const sound = count(lossy, /[\u0080-\uFFFC]/g)
  const lines = count(lossy, /[^\n]*\uFFFD[^\n]*/g)
  const found = `${lines} ${lines === 1 ? 'line' : 'lines'} of invalid UTF-8`
  if (sound > broken * 2) return { text: lossy, warnings: [`${found}, marked with U+FFFD`] }
  return { text: new TextDecoder('windows-1252').decode(bytes), warnings: [`${found}: read as windows-1252`] }
}

function count(text: string, pattern: RegExp): number {
  let found = 0
  for (const _ of text.matchAll(pattern)) found++
  return found
}

// micromark swallows a leading mark without counting it, so none may stay even where a file has two.
function withoutMark(text: string): string {
  return text.replace(/^\uFEFF+/, '')
}
