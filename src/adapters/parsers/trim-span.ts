/** The span without white space at either end; empty (`end <= start`) when there is nothing else. */
export function trimSpan(text: string, start: number, end: number): { readonly start: number; readonly end: number } {
  let left = Math.max(0, start)
  let right = Math.min(text.length, end)
  while (left < right && isSpace(text.charCodeAt(left))) left++
  while (right > left && isSpace(text.charCodeAt(right - 1))) right--
  return { start: left, end: right }
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0xfeff || code === 0x2028 || code === 0x2029
}
