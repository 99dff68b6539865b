import { isWellFormed } from '../../distil/prose/sentence-tests.ts'
import { namingWords } from '../english/asker-context.ts'

const dangling =
  /\b(?:it|its|itself|they|them|their|theirs|he|she|him|his|her|hers|this|these|those|here|above|below|following|aforementioned|former|latter|such|same|so|the other|the others|said|mentioned|previous(?:ly)?|next (?:section|chapter|page|step)|this (?:section|page|document)|former|thereof|therein|thereby|hereby)\b/i

/**
 * True for a question a person could type to a stranger: complete, of sensible length, naming its subject, with nothing
 * that points at the page it was made from and no markup left in it.
 */
export function isAskable(question: string): boolean {
  const bare = question.replace(/`[^`]*`/g, 'code')
  const words = bare.split(' ')
  if (
    !/\?$/.test(question) ||
    bare.includes('*') ||
    bare.includes('citation needed') ||
    /\s\s|[\r\n\t]/.test(question) ||
    words.length < 3 ||
    words.length > 26 ||
    question.length < 12 ||
    question.length > 180
  )
    return false
  if (
    !/^(?:How|What|When|Where|Who|Whose|Why|Which|Is|Are|Was|Were|Do|Does|Did|Can|Could|Should|Will|Must|Has|Have|In|On|At|Of|By|From|For|To|With)\b/.test(
      question,
    )
  )
    return false
  if (dangling.test(bare) || !isWellFormed(question) || /\?.+\?$|[;…]|--(?![a-z])|\.\.\.|\s[,.;:]|\(\s|[.:,]\?$/.test(bare)) return false
  if (
    /\b(\w+) \1\b/i.test(question.replace(/`[^`]*`/g, '`')) ||
    /^What (?:is|are) (?:an? )?(?:unknown|invalid|missing|\p{Lu}\p{Ll}+s (?:under|in|with|of) `|`[^`]*(?:\/[^`]*|\.(?:[cm]?[jt]sx?|json|md|toml|ya?ml)))/u.test(
      question,
    ) ||
    /\b(?:and|or|of|to|the|an?|with|for|in|is|are|was|were|as|than|from|by|at|on|that|which|my)\?$/i.test(
      bare.replace(/\b(?:for|by|of|from|with|in|to|as|at|on)\?$/i, (end) => (/^(?:What|Who|Which|Where)\b/.test(question) ? '?' : end)),
    )
  )
    return false
  if (/`{2,}|`[^`]{70,}`/.test(question)) return false
  return namingWords(question.replace(/^(?:How|What|When|Where|Who|Why|Which)\b/, '')) >= 1
}
