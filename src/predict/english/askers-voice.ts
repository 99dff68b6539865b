/**
 * A question as the reader would ask it: "How do we use your data" becomes "How do you use my data", "Should you use it"
 * becomes "Should I use it". Questions already in the first person stay. Apostrophes that a conversion has lost return.
 */
export function askersVoice(question: string): string {
  const text = question
    .replace(/\b(I|you|we|they|who) (ve|re|ll|m|d)\b/gi, "$1'$2")
    .replace(/\b(don|doesn|didn|can|won|isn|aren|wasn|weren|couldn|shouldn|wouldn|haven|hasn) t\b/gi, "$1't")
  if (/\b(?:I|my|me|I'm|I've)\b/.test(text) || !/\b(?:you|your|yours|we|our|us)\b/i.test(text)) return text
  return text
    .replace(
      /\b(are you|you are|you're|were you|you were|you've|yourself|yours|your|you|we're|we've|ours|our|we|us)\b/gi,
      (word) => flipped[word.toLowerCase()] ?? word,
    )
    .replace(/\b(for|to|with|from|of|by|about|help|let|tell|give|show|allow|ask|contact) I\b/g, '$1 me')
}

const flipped: Readonly<Record<string, string>> = {
  'are you': 'am I',
  'you are': 'I am',
  "you're": 'I am',
  'were you': 'was I',
  'you were': 'I was',
  "you've": "I've",
  yourself: 'myself',
  yours: 'mine',
  your: 'my',
  you: 'I',
  "we're": 'you are',
  "we've": "you've",
  ours: 'yours',
  our: 'your',
  we: 'you',
  us: 'you',
}
