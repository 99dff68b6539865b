import { isStopWord, questionTerms } from '../../retrieve/question-terms.ts'
import { stem } from '../../retrieve/stem.ts'
import { tokenise } from '../../retrieve/tokenise.ts'
import { countAnswers } from '../reading/answer-type.ts'
import { questionKind } from '../reading/question-kind.ts'
import type { Guard } from './guard.ts'
import { readAnew } from './read-text.ts'

const plurals =
  'options|parameters|arguments|flags|settings|commands|functions|methods|variables|types|kinds|ways|middlewares?|helpers|adapters|routers|events|hooks|fields|keys|errors|values|features|platforms|runtimes|properties|headers|presets|exports|modules|plugins|classes|components|files|endpoints|routes|scripts|packages'
const asksList = new RegExp(
  `^(?:and |so )?(?:please )?(?:list|enumerate|name|show)\\b.*\\b(?:${plurals})\\b|\\b(?:which|what)(?: all)?(?: of the)?(?: (?!(?:is|are|was|do|does|can|has|have|happens|if|when)\\b)[\\w.\`-]+){0,3}? (?:${plurals})\\b(?= (?:does|do|are|is|can|could|may|exist|have|has|will|should|did)\\b|\\?|$)|\\bwhat are (?:all |some of )?(?:the )?(?:[\\w.\`-]+ ){0,3}?(?:${plurals})\\b`,
  'i',
)
const asksDefinition = /^(?:what(?:'s|’s| is| are)|define|describe|explain) (?:an? |the )?[^,;?]*\??$/i
const part =
  /\b(?:the |an? )?`?([\w$.-]+)`? (?:option|parameter|flag|setting|argument|property)\b|\b(?:option|parameter|flag|setting) `([\w$.-]+)`/gi
const general: ReadonlySet<string> = new Set(
  'which what the a an any this that each every one no its another other same first default better best good'.split(' '),
)
/** "What is X?" of few words. */
const asksWhole = /^what(?:'s|’s| is| are) (?:an? |the )?(?:(?!(?:to|for|of|in|with|way|best|recommended|difference)\b)[^\s?]+ ?){1,4}\??$/i

/** "Which commands do I run?" and "what are the ways to" are how it is done. */
const asksSteps = /\bways\b|\b(?:do|can|should|could|must|would) (?:i|you|we|one)\b/i

/** Whether a question asks for all members of something. */
export function asksForList(question: string): boolean {
  return asksList.test(question)
}

function partsOf(question: string): readonly string[] {
  return [...question.matchAll(part)]
    .map(([, before = '', after = '']) => before || after)
    .filter((name) => !general.has(name.toLowerCase()) && !isStopWord(stem(name.toLowerCase())))
}

/**
 * Fires where one question asks for all members, the other for one of them or what the whole is; asked what something
 * is, prepared for how to use it; or where the prepared one asks about one option and the question asked does not mention
 * it. Resolved where the quotation defines what is asked, or says every further word asked; one thing for all, never.
 */
export const partsGuard: Guard = (asked, prepared, quote, read = readAnew) => {
  const wantsList = read(asksForList, asked)
  const hadList = read(asksForList, prepared)
  if (wantsList && !hadList && !asksSteps.test(asked)) {
    return { guard: 'parts', saw: 'asked for all of them, prepared for one thing', resolved: false }
  }
  if (hadList && !wantsList && (asksDefinition.test(asked) || read(partsOf, asked).length > 0)) {
    return { guard: 'parts', saw: 'asked for one thing, prepared for all of them', resolved: false }
  }
  if (wantsList || hadList) return null
  if (asksWhole.test(asked) && read(questionKind, prepared) === 'way') {
    const resolved = countAnswers('meaning', quote, asked.toLowerCase()) > 0
    return { guard: 'parts', saw: 'asked what it is, prepared for how it is done', resolved }
  }
  const parts = read(partsOf, prepared)
  if (parts.length === 0) return null
  const words = new Set(read(tokenise, asked))
  const unasked = parts.filter((name) => !tokenise(name).some((token) => words.has(token)))
  if (unasked.length === 0) return null
  const known = new Set(read(tokenise, prepared))
  const said = new Set(read(tokenise, quote))
  const further = read(questionTerms, asked).filter((term) => !known.has(term))
  return {
    guard: 'parts',
    saw: `prepared for ${unasked.join(', ')}, which is not asked about`,
    resolved: further.length > 0 && further.every((term) => said.has(term)),
  }
}
