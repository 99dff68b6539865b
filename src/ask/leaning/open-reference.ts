import { questionWords } from './question-words.ts'

const pointing =
  /\b(it|its|itself|this|that|these|those|they|them|their|theirs|he|she|him|her|his|hers|there|then|former|latter|above|below|same|such|one|ones|thier|thei)\b/i
/** Uses of the same words that point at nothing said before. */
const empty = [
  /\b(it is|is it|it's|it be|would it be|will it be|was it) (\w+ly )?(possible|safe|necessary|required|true|ok|okay|better|best|recommended|important|common|worth|likely|allowed|legal|normal|hard|easy|difficult|advisable|mandatory|good|bad)( \w+){0,2} (to|that|for|if|when|in|with|while)\b/gi,
  /\b(how (long|much|many \w+) )?(does|did|will|would|can) it (take|cost|make sense) (for \w+ )?to\b/gi,
  /\b(?<=[\p{L}\p{N}`)] )(that|which) (is|are|was|were|can|could|has|have|had|will|would|may|must|should|does|do|don't|doesn't|needs?|uses?|returns?|makes?|runs?|\w+ed)\b/giu,
  /\b(is|are|was|were|isn't|aren't|will|can|should|must) there\b(?!\W*$)(?! be\W*$)/gi,
  /\bthere('s| is| are| was| were| be| exists?)\b/gi,
  /\b(are|is|was|were|exist)( \w+)? there\W*$/gi,
  /\bthat (i|you|we|the|a|an)\b/gi,
  /\b(sure|know|think|believe|mean|say|shows?|ensure|guarantee|so|means?|happens?|stating|fact|now|such) that\b/gi,
  /\bsuch as\b/gi,
  /\bone (of the|or more|time|day|thing|by one|another)\b/gi,
  /\b(no|at least|more than|only|exactly|than|just) one\b/gi,
  /, (how|what|where|why|is|are|can|could|any|do|does)\b.*\b(do|is|achieve|solve|fix|about|for) (this|that|so)\b.*$/gi,
  /\b(this|these) (project|repo|repository|library|package|documentation|docs|site|tool|codebase|scope)\b/gi,
]
const joining = /,|\b(and|if|when|while|before|after|because|so|once|without)\b/i

/**
 * Whether a pronoun or a pointing word stands in the question with nothing before it that it could mean. "What is frictional
 * unemployment and why is it important?" explains its own `it`.
 */
export function hasOpenReference(question: string): boolean {
  const rest = empty.reduce((text, pattern) => text.replaceAll(pattern, ' '), question.replaceAll('’', "'"))
  const found = pointing.exec(rest)
  if (found === null) return false
  return !explainedBefore(rest.slice(0, found.index), found[0].toLowerCase())
}

/** A possessive may mean a name before it; else only what an earlier clause of the same sentence names with two words explains. */
function explainedBefore(before: string, pronoun: string): boolean {
  if (/^(his|her|its|their)$/.test(pronoun) && questionWords(before).some(({ isName }) => isName)) return true
  if (!/^(it|its|itself|they|them|their|theirs)$/.test(pronoun) || /[.?!]\s/.test(before)) return false
  const first = before.split(joining)[0] ?? before
  if (first === before) return false
  const named = first.match(/\b(?!what|which|who|where|when|does|have|should|would|could|there|been)[\p{L}\p{N}`_.()-]{4,}/giu) ?? []
  return named.length >= 2
}
