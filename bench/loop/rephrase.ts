const openings: readonly (readonly [RegExp, string])[] = [
  [/^How do I /i, 'How can I '],
  [/^How can I /i, 'How do I '],
  [/^What is /i, "What's "],
  [/^What are /i, 'Which are '],
  [/^What does (.+?) (do|return|mean)\?$/i, 'Can you tell me what $1 $2s?'],
  [/^Where is /i, 'In which place is '],
  [/^Why does /i, 'What is the reason why '],
  [/^Which /i, 'What '],
  [/^When does /i, 'At what point does '],
]

/** The question as another person might type it: another opening, or a polite one. Made by rule, without a model. */
export function rephrase(question: string): string {
  for (const [opening, other] of openings) if (opening.test(question)) return question.replace(opening, other)
  return `Please tell me: ${question}`
}
