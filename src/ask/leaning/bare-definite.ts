import { functionWords, generalWords } from './plain-words.ts'
import { type QuestionWord, questionWords } from './question-words.ts'

const completing = new Set(
  'of for in on to from with between by at that who which whose where when without inside within about called named you i we'.split(' '),
)
/** There is one of each, so that nobody asks which. */
const unique = new Set(
  'world internet web earth moon sun sky past future us uk usa eu government law public environment end beginning'.split(' '),
)
const modifiers = new Set(
  'main major key original first second third last final two three four five other most least best worst whole entire actual current new old early common important famous typical different various exact full long short big large small largest biggest smallest founding real'.split(
    ' ',
  ),
)

/**
 * Whether a noun stands with "the" and nothing says which: "the album", "the main themes", "the video's director". Where the
 * noun is named, completed ("the role of melatonin") or told apart by a word of its own ("the validator middleware"), it is not.
 */
export function hasBareDefinite(question: string): boolean {
  const words = questionWords(question)
  return words.some((one, at) => one.lower === 'the' && isBare(words, at + 1))
}

function isBare(words: readonly QuestionWord[], from: number): boolean {
  let telling = 0
  let possessive = false
  let at = from
  for (; at < words.length; at += 1) {
    const one = words[at]
    if (one === undefined || functionWords.has(one.lower)) break
    if (one.isName) return false
    if (/'s?$/.test(one.text)) possessive = true
    if (!modifiers.has(one.lower) && !one.lower.endsWith('est')) telling += 1
    if (one.endsClause || possessive) {
      at += 1
      break
    }
  }
  if (at === from) return false
  const head = words[at - 1]
  if (head === undefined || unique.has(head.lower)) return false
  if (possessive) return telling <= 1
  const next = head.endsClause ? undefined : words[at]
  if (next === undefined) return telling <= 1 || (telling === 2 && generalWords.has(head.lower))
  if (
    /^(on|to|with)$/.test(next.lower) &&
    /^(effects?|impacts?|influence|response|reaction|relationship|relation|differences?|alternatives?|solution|answer)$/.test(head.lower)
  ) {
    return true
  }
  return !completing.has(next.lower) && telling <= 1
}
