import { foldSpace } from './fold-space.ts'

/**
 * A heading's name for a place: without numbering (`1.2 Foo`, `3) Foo`), trailing anchor (`{#foo}`), closing colon and
 * pictographs around it. Versions (`1.2.3 (2024-01-01)`) are names, not numbering.
 */
export function headingName(text: string): string {
  const bare = foldSpace(text)
    .replace(/\s*\{[#:.][^}]*\}$/, '')
    .replace(/^(?:\p{Extended_Pictographic}|\u{fe0f}|\u{200d}|\s)+(?=\S)|(?<=\S)(?:\p{Extended_Pictographic}|\u{fe0f}|\u{200d}|\s)+$/gu, '')
    .replace(/^(?:\d{1,2}(?:\.\d{1,3}){1,3}\.?|\d{1,3}[.)]|\(\d{1,3}\)|§\s?\d+(?:\.\d+)*)\s+(?=["'`(]?\p{L})/u, '')
    .replace(/\s*:$/, '')
    .trim()
  return bare === '' ? foldSpace(text) : bare
}
