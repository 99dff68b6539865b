import { type Digest, digest } from './digest.ts'

/**
 * What no reader sees: zero-width characters, direction marks, soft hyphens, variation selectors, tag and control
 * characters. Joiners stay in the scripts that spell with them, and so do characters that reorder what is shown: such a text
 * reads as another.
 */
const unseen = /(?!\p{Join_Control}|[\u202a-\u202e\u2066-\u2069])\p{Default_Ignorable_Code_Point}|(?![\t\n\v\f\r\u0085])\p{Cc}/gu
const idleJoiners = /(?<=^|[\s\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}\p{P}\p{Z}\p{M}])[\u200c\u200d]+/gu
/** Wide and narrow forms and ligatures are other shapes of the same letters; a superscript, a fraction or a circled number is not. */
const shapes = /[\uff01-\uff9f\ufb00-\ufb06\u3000]+/g
/** Case tells `-v` from `-V`, and one name in a code span from another. */
const caseTells = /(?<![\p{L}\p{N}_-])-\p{Lu}(?![\p{L}\p{N}])|`[^`]*`/gu

/**
 * The form under which two questions are the same words: Unicode's canonical form without what cannot be seen, lower case but
 * for what case tells apart, white space folded, outer quotes and the marks that end a sentence removed. Inner punctuation
 * stays: `c.req.param()` and `C++` are content, and so is a mark that stands alone (`the operator !`).
 */
export function normaliseQuestion(text: string): string {
  return lowerCase(
    text
      .toWellFormed()
      .normalize('NFC')
      .replace(shapes, (found) => found.normalize('NFKC'))
      .replace(unseen, '')
      .replace(idleJoiners, '')
      .normalize('NFC'),
  )
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/[\s\u0085]+/g, ' ')
    .trim()
    .replace(/^["'\s]+/, '')
    .replace(/(?<! \?)(?: \?)+$/, '')
    .replace(/(?<=[^\s?!.;,"'])["'?!.;,]+$/, ended)
}

export function questionDigest(text: string): Digest {
  return digest('question', normaliseQuestion(text))
}

function lowerCase(text: string): string {
  const kept = [...text.matchAll(caseTells)]
  const pieces = kept.flatMap((match, at) => {
    const before = kept[at - 1]
    return [text.slice(before === undefined ? 0 : before.index + before[0].length, match.index).toLowerCase(), match[0]]
  })
  const last = kept.at(-1)
  return [...pieces, text.slice(last === undefined ? 0 : last.index + last[0].length).toLowerCase()].join('')
}

/** Marks that end a sentence go; a factorial's stays. */
function ended(marks: string, at: number, whole: string): string {
  return marks.startsWith('!') && /\d/.test(whole[at - 1] ?? '') ? '!' : ''
}
