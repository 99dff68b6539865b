/** A phrase with the context that `askerContext` found behind it; a second "with" in one question becomes "when using". */
export function withContext(phrase: string, added: string): string {
  return added !== '' && / with /.test(phrase) ? `${phrase}${added.replace(/^ with /, ' when using ')}` : `${phrase}${added}`
}

/** "In Hono, what happens if …": the context in front of a question whose end is a clause of its own. */
export function contextFirst(added: string, question: string): string {
  if (added === '') return question
  const context = added.trim()
  return `${context.charAt(0).toUpperCase()}${context.slice(1)}, ${question.charAt(0).toLowerCase()}${question.slice(1)}`
}
