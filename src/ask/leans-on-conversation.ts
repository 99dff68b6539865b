const opener =
  /^(and|but|so|or|then|also|what about|how about|why not|what else|anything else|is that|are those|was that|does that|do they|did they|did he|did she|tell me more|more about|which one|which ones|go on|explain|elaborate|really)\b/i
const pronoun =
  /\b(it|its|this|that|these|those|they|them|their|he|she|him|her|his|hers|there|then|former|latter|above|same|such|one|ones|another|other)\b/i
const selfReference =
  /\b(it is|is it) (possible|safe|necessary|required|true|ok|okay|better|recommended)\b|\bthat (is|are|was|were|can|has|have|uses?|returns?)\b|\bis there\b|\bare there\b/i

/**
 * Whether a question needs its conversation to be understood: it opens like a follow-up or points at something with a
 * pronoun that nothing in it explains. Errs towards yes: such a question is answered, but never matched on its own words.
 */
export function leansOnConversation(question: string, hasHistory: boolean): boolean {
  if (!hasHistory) return false
  if (opener.test(question.trim())) return true
  const rest = question.replaceAll(new RegExp(selfReference, 'gi'), ' ')
  return pronoun.test(rest) || question.trim().split(/\s+/).length <= 3
}

/** A message that carries a document of its own is about that document, not about the scope. */
export function inlinesDocument(question: string): boolean {
  return question.length > 1_500 || question.split('\n').length > 12 || /```|^\s*<document/im.test(question)
}
