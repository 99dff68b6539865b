/** What only opens or closes a question, and what all of them open alike. */
const openings: readonly (readonly [RegExp, string])[] = [
  [/[\s,.!?]*\b(?:many thanks|thanks|thank you|thx|cheers)(?: in advance| a lot)?[\s.!]*$/, ''],
  [/^(?:(?:please|kindly|so|well|ok|okay|hi|hello|hey)(?: there| all| everyone)?\b[,:]?\s*)+/, ''],
  [/^(?:(?:a|just a|one) )?(?:quick|short|simple) question\b[:,]?\s*/, ''],
  [/^(?:(?:can|could|would) you (?:please )?)?(?:tell|show|explain to) me\b[,:]?\s*/, ''],
  [/^i(?: would|'d)? (?:like|want|need) to know\b[,:]?\s*/, ''],
  [/^(?:how (?:do|can|could|would) (?:i|you|we|one|people)|how to|what is the way to|what is a way to)\b/, 'how to'],
  [/^which\b(?! of\b| one\b)/, 'what'],
]
const contractions: readonly (readonly [RegExp, string])[] = [
  [/\b(what|where|when|who|how|that|it|there)'s\b/g, '$1 is'],
  [/\bcan't\b/g, 'cannot'],
  [/\bwon't\b/g, 'will not'],
  [/n't\b/g, ' not'],
  [/\b(i|you|we|they)'(re|ve|ll|d)\b/g, '$1'],
]
const idle: ReadonlySet<string> = new Set(['a', 'an', 'the', 'please', 'exactly', 'actually', 'just'])
const wordPattern = /[\p{L}\p{N}_$@#.:/-]*[\p{L}\p{N}_$#+]/gu

/** Whether two questions are word for word the same but for how they open, their articles and marks: nobody means anything else by those. */
export function sameWording(one: string, other: string): boolean {
  return wordedLike(one)(other)
}

/** The same for several questions beside one. */
export function wordedLike(one: string): (other: string) => boolean {
  const left = plainWords(one)
  return (other) => {
    const right = plainWords(other)
    return left.length > 1 && left.length === right.length && left.every((word, at) => word === right[at])
  }
}

function plainWords(text: string): readonly string[] {
  let plain = text.toLowerCase().replaceAll('’', "'").trim()
  for (const [pattern, by] of contractions) plain = plain.replace(pattern, by)
  for (const [pattern, by] of openings) plain = plain.replace(pattern, by)
  return (plain.match(wordPattern) ?? []).filter((word) => !idle.has(word))
}
