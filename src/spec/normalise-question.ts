import { type Digest, digest } from './digest.ts'

/**
 * The form under which two questions are the same words: NFKC, lower case, white space folded, outer punctuation and
 * a closing question mark removed. Inner punctuation stays: `c.req.param()` and `C++` are content.
 */
export function normaliseQuestion(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^["'\s]+/, '')
    .replace(/[\s"'?!.;,]+$/, '')
}

export function questionDigest(text: string): Digest {
  return digest('question', normaliseQuestion(text))
}
