/** What is tokenised into the lexical index for a passage: its document's title, its heading or symbol path, its text. */
export function lexicalText(title: string | null, place: readonly string[], text: string): string {
  return [title ?? '', ...place, text].filter((part) => part !== '').join('\n')
}
