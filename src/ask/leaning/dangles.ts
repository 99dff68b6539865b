const goesOn =
  /^(and|but|or|also) (what|how|why|where|when|who|which|is|are|does|do|can|for|on|in|with|the)\b|^(and|but|so|what|how) (about )?(it|that|this|those|these|them|him|her)\W*$|^(what|anything|who|where|something) else\W*$|^(what|how) about (the )?(other|others|second|first|last|third|next|rest|former|latter)\b|^(tell me )?more( about (it|that|this|them))?\W*$|^(go on|which ones?|why( not)?|how so|the same|and then)\W*$/i
const listed = /\b(the|that) (first|second|third|fourth|fifth|last|former|latter|other|previous|next) (one|ones)\b|\bthe (former|latter)\b/i
const somebody = /^(who|what|when|where|why|how|which|did|does|do|was|were|is|are|has|have|had)( \w+)? (he|she|him|his|her|hers)\b/i

/**
 * Whether a question was plainly cut from a conversation, though none came with it: "and what about the second one?". Nobody
 * else who asks it means the same, so it is neither matched nor prepared. Far stricter than leaning: "does it support
 * streaming?" may well be about the only thing there is.
 */
export function dangles(question: string): boolean {
  const text = question.trim()
  return goesOn.test(text) || listed.test(text) || somebody.test(text)
}
