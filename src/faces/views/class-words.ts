/** A class of question as a sentence names it: `“number” questions`; `all questions` where it is every class. */
export function classWords(name: string | null): string {
  return name === null || name === '' ? 'all questions' : `“${name}” questions`
}
