const common = new Set(
  'a an and any are as at be been but by can could did do does for from had has have how i if in is it its me my not of on or our should so than that the their them then there these they this to us was we were what when where which who whom whose why will with would you your'.split(
    ' ',
  ),
)

/** Content words of a text, by a crude stem: what a scripted model compares by. */
export function contentWords(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  return new Set(words.filter((word) => !common.has(word)).map((word) => (word.length > 4 ? word.replace(/(?:ing|ed|es|s)$/, '') : word)))
}

/** Share of `wanted` that is in `found`, 0 where nothing is wanted. */
export function shareIn(wanted: ReadonlySet<string>, found: ReadonlySet<string>): number {
  return wanted.size === 0 ? 0 : [...wanted].filter((word) => found.has(word)).length / wanted.size
}
