import { isOrder } from '../../distil/prose/task.ts'
import { askerContext, namingWords } from '../english/asker-context.ts'
import { askersVoice } from '../english/askers-voice.ts'
import { contextFirst } from '../english/with-context.ts'
import { sentenceCase } from './sentence-case.ts'
import type { Wording, WordingContext } from './worded.ts'

const leans =
  /\b(?:it|its|they|them|their|this|that|these|those|he|she|above|below|following|such|same|so|here|there|former|latter|ones?|other|another)\b/i
/** Conditions that are wishes, or that say no whole clause. */
const notClause =
  /^(?:you(?:'d| would)? (?:want|need|like|wish|prefer|are (?:using|looking|trying))|you (?:didn't|did not) know|you (?:already )?have an? (?:[\w.-]+ )*account|possible|needed|necessary|using|set|true|false|not|so|any|run|\w+ed|\w+ing)\b/i
const hasVerb = /\b(?:is|are|was|were|has|have|do|does|can|cannot|\w+s|\w+ed|you \w+)\b/

/**
 * "What happens if the handler throws an error?" and "What should I do if I lose my card?", from sentences that begin with a
 * condition. A condition that leans on the sentences before it makes no question.
 */
export const conditionQuestions: Wording = (claim, context) => {
  if (!context.isManual && /\bwe\b/i.test(claim.text) && !/\byour?\b/i.test(claim.text)) return []
  const match = /^(If|When) (.{8,110}?), (?:then )?(.{12,})$/.exec(claim.text)
  const [, word = '', raw = '', said = ''] = match ?? []
  const result = said.replace(/^\*+/, '')
  const condition = match === null || (word === 'When' && /\b(?:was|were)\b/.test(raw)) ? null : askedCondition(raw, context)
  if (
    condition === null ||
    /[:?]$|\b(?:example|below|following|above)\b/i.test(result) ||
    /^(?:and|or|but|which|who|\d{4}\b)/i.test(result)
  )
    return []
  const told =
    /^(?:you (?:should|must|need|have to|will need|will have to|ought)|please|make sure|be sure|do not|don't|simply|just|try)\b/i.test(
      result,
    ) || isOrder(result)
  const allowed = /^you can\b/i.test(result)
  if (!told && !allowed && /^(?:we|they|this|that|there|he|she|i)\b/i.test(result)) return []
  if (!context.isManual && !/\b(?:I|my|you)\b/.test(condition) && namingWords(condition) < 3) return []
  const added = context.isManual ? askerContext(condition, context.place.slice(0, -1), context) : ''
  if (added === null) return []
  const opening = told ? 'What should I do' : allowed ? 'What can I do' : 'What happens'
  return [{ text: contextFirst(added, `${opening} ${word.toLowerCase()} ${condition}?`), probability: claim.salience + 0.12 }]
}

function askedCondition(raw: string, context: WordingContext): string | null {
  const bare = raw.replace(/`[^`]*`/g, 'code')
  const words = raw.split(' ').length
  if (
    words < 4 ||
    words > 16 ||
    bare.includes(',') ||
    leans.test(bare) ||
    notClause.test(raw) ||
    !hasVerb.test(bare) ||
    namingWords(raw) < 2
  )
    return null
  // "What happens when the treaty ended" is no English.
  if (
    /[()]/.test(raw) ||
    (/(?<!\b(?:is|are|was|were|be|been|being|has|have|had|get|gets|got|not|never|already|also|newly|the|an?) )\b[a-z]{3,}ed\b(?! \w+s?\b (?:is|are|has))/.test(
      bare.replace(/^\S+ /, ''),
    ) &&
      !/\b(?:you|I)\b/.test(bare))
  )
    return null
  return askersVoice(sentenceCase(raw, context.lowerWords))
}
