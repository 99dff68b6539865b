/**
 * A phrase as it stands inside a sentence: the capital of its first word goes where the document also writes that word
 * small, or where it is an article; names, code and acronyms keep theirs.
 */
export function sentenceCase(phrase: string, lowerWords: ReadonlySet<string>): string {
  const [first = '', ...rest] = phrase.split(' ')
  const lower = first.toLowerCase()
  if (/^(?:the|an?)$/.test(lower)) return [lower, ...rest].join(' ')
  if (!/^\p{Lu}[\p{Ll}-]+$/u.test(first)) return phrase
  if (rest.some((word) => /^\p{Lu}/u.test(word)) && !/-/.test(first)) return phrase
  return lowerWords.has(lower) || (/-/.test(first) && lower.split('-').every((part) => lowerWords.has(part)))
    ? [lower, ...rest].join(' ')
    : phrase
}
