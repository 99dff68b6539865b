import { tokenise } from '../../retrieve/tokenise.ts'

/** Words two sentences must share to be one statement with two values… */
const leastAlike = 0.8
/** …of so many at least. */
const leastWords = 4

/** Whether two texts are the same statement but for what holds a digit: one word in five may differ. */
export function sameFrame(one: string, other: string): boolean {
  const [a, b] = [frameOf(one), frameOf(other)]
  if (Math.min(a.size, b.size) < leastWords) return false
  const shared = [...a].filter((word) => b.has(word)).length
  return shared >= leastAlike * (a.size + b.size - shared)
}

function frameOf(text: string): ReadonlySet<string> {
  return new Set(tokenise(text).filter((token) => !/\d/.test(token)))
}
