import type { AskInput } from './ask-types.ts'
import { functionWords, generalWords } from './leaning/plain-words.ts'
import { questionWords } from './leaning/question-words.ts'

const mostWords = 6

/**
 * A question that leans on its conversation, with what the last earlier question that names something was about: what its
 * passages are looked for with where nobody could rewrite it. Never what it is matched, recorded or read as.
 */
export function withSubject({ question, history }: Pick<AskInput, 'question' | 'history'>): string {
  const own = new Set(questionWords(question).map(({ lower }) => lower))
  for (const { role, text } of history.toReversed()) {
    if (role !== 'user') continue
    const subject = questionWords(text.slice(0, 1_500)).filter(
      ({ lower, isName }) => isName || !(functionWords.has(lower) || generalWords.has(lower)),
    )
    const said = [...new Map(subject.map(({ lower, text: word }) => [lower, word]))].filter(([lower]) => !own.has(lower))
    if (said.length > 0)
      return `${question} ${said
        .slice(0, mostWords)
        .map(([, word]) => word)
        .join(' ')}`
  }
  return question
}
