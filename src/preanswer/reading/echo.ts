/** So much of a question, from its first word on, is taken for the question itself. */
const repeatedShare = 0.8
const fewestWords = 4
const interrogative =
  /^(?:who|whose|whom|what|which|when|where|why|how|is|are|was|were|do|does|did|can|could|should|will|would|has|have|had|may|must|am)\b/

/**
 * What a text must hold to be said to ask a question in its own words, or null for a question that prose may hold without
 * asking it: keywords, or a few words. Prose states; only what asks opens as the question does and goes on in its order.
 */
export function echoOf(question: string): string | null {
  const words = wordsOf(question)
  if (words.length < fewestWords || !interrogative.test(words.join(' '))) return null
  return ` ${words.slice(0, Math.ceil(words.length * repeatedShare)).join(' ')} `
}

/** Whether a text asks the question in its own words, whatever else it says: a list of questions, a page that repeats what is asked. */
export function echoes(echo: string | null, text: string): boolean {
  return echo !== null && text.length >= echo.length - 2 && ` ${wordsOf(text).join(' ')} `.includes(echo)
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}
