const pointing = [
  /\b(?:this|these|the (?:above|following|given|previous|next)|that) (?:section|document|page|file|text|passage|chapter|example|table|list|claims?|snippet|code)\b/i,
  /\b(?:in|from|by|according to|mentioned in|described in) the (?:document|text|passage|claims?|section|page)\b/i,
  /\bdoes the (?:document|text|passage|section|page) (?:say|state|mention|describe|recommend|explain)\b/i,
  /\b(?:mentioned|described|shown|listed) (?:above|below|here)\b/i,
  /^(?:what|how|why|when|where|which|who|is|are|does|do|can) (?:is|are|does|do|can|was|were)? ?(?:it|this|that|they|these|those)\b[^a-z]*(?:$|\?|\b(?:do|work|mean|used|for)\b)/i,
]

/** Whether a question can be understood by somebody who sees nothing but it: enough words, one question, no pointing at a text. */
export function isSelfContained(question: string): boolean {
  const words = question.match(/[\p{L}\p{N}_]+/gu) ?? []
  if (words.length < 3 || question.length > 250) return false
  if ((question.match(/\?(?=\s|$)/g) ?? []).length > 1) return false
  return !pointing.some((pattern) => pattern.test(question))
}
