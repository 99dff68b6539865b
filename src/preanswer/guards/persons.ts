import type { Guard } from './guard.ts'
import { readAnew } from './read-text.ts'

const asker = /\b(?:i|me|my|mine|myself|we|us|our|ours)\b/i
const other = /\b(?:you|your|yours|yourself)\b/i
/** "How do you …", "can you …", "if you …": anybody. */
const anybody = /\b(?:do|does|can|could|would|should|may|might|will|if|when|where|what|how|as|that) you\b/gi

type Person = 'the asker' | 'the other side'

function personOf(text: string): Person | null {
  const plain = text.replace(anybody, ' ')
  const [own, theirs] = [asker.test(plain), other.test(plain)]
  if (own === theirs) return null
  return own ? 'the asker' : 'the other side'
}

/** Fires where one question is about what the asker does or gets and the other about what the other side does ("until I pay", "until you pay"). Never resolved: documentation calls the reader *you*, whoever asks. */
export const personsGuard: Guard = (asked, prepared, _quote, read = readAnew) => {
  const [wanted, had] = [read(personOf, asked), read(personOf, prepared)]
  if (wanted === null || had === null || wanted === had) return null
  return { guard: 'persons', saw: `asked about ${wanted}, prepared for ${had}`, resolved: false }
}
