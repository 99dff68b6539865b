const lookAhead = 8192

/** A NUL in the first 8 KiB, as git decides it; text in UTF-16 is told by its byte order mark. */
export function looksBinary(bytes: Uint8Array): boolean {
  const [first, second, third, fourth] = bytes
  const isUtf16 = (first === 0xff && second === 0xfe && !(third === 0 && fourth === 0)) || (first === 0xfe && second === 0xff)
  return !isUtf16 && bytes.subarray(0, lookAhead).includes(0)
}
