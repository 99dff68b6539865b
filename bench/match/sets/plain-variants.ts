/** How people vary a question without asking anything else; each gives one variant where it applies. */
const rewordings: readonly (readonly [RegExp, string])[] = [
  [/^how (?:do|can|should) (?:i|you|we)\b/i, 'How to'],
  [/^how do i\b/i, 'How can I'],
  [/^how can i\b/i, 'How do I'],
  [/^how do you\b/i, 'How do I'],
  [/^what is\b/i, "What's"],
  [/^what are\b/i, 'What exactly are'],
  [/^which\b/i, 'Which exactly'],
  [/^(?:is|are|does|do|can|may|must)\b/i, 'Tell me: $&'],
  [/^(?:how|what|which|when|who|why|where)\b/i, 'Please tell me $&'],
  [/ the /i, ' '],
  [/ a /i, ' the '],
  [/\?$/, ''],
]

/** The same question with another opening, article or mark: nobody means anything else by them. */
export function plainVariants(question: string): readonly string[] {
  const made = rewordings.map(([pattern, by]) => question.replace(pattern, by).trim())
  return [...new Set(made)].filter((variant) => variant.toLowerCase() !== question.toLowerCase())
}
