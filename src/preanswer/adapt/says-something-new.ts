import { isStopWord } from '../../retrieve/question-terms.ts'
import { tokenise } from '../../retrieve/tokenise.ts'
import { identifiersOf } from '../guards/identifiers.ts'
import { questionKind } from '../reading/question-kind.ts'

/** Content words beyond the question's that an answer has at least: "the name of the header to look for" names no header… */
const leastNew = 2
/** …but for a value, which is one. */
const asksValue: ReadonlySet<string> = new Set(['time', 'number'])
/** What is asked for is the name of a member. */
const asksMember =
  /\b(?:which|what)\s+(?:[\w.-]+\s+)?(?:options?|parameters?|arguments?|flags?|settings?|functions?|methods?|commands?|variables?|hooks?|helpers?)\b/i

/** Whether a text tells more than the question does: of a member asked for its name, else at least two words of its own. */
export function saysSomethingNew(asked: string, text: string): boolean {
  const known = new Set(tokenise(asked))
  if (asksMember.test(asked))
    return [...identifiersOf(text)].some((name) => !known.has(name) && !tokenise(name).every((token) => known.has(token)))
  const own = new Set(tokenise(text).filter((token) => !isStopWord(token) && !known.has(token)))
  return own.size >= (asksValue.has(questionKind(asked)) ? 1 : leastNew)
}
