import { type Facts, factsOf } from './facts-of.ts'

/** Words that carry nothing of a statement. */
const empty = new Set(
  'a an the this that these those it its is are was were be been being of for with by as and or do does did has have had you your we our they their there here which who also then so just very please'.split(
    ' ',
  ),
)

/**
 * Whether two sentences state the same in other words: numbers with units, names, negations and the words that bound or
 * turn a statement are equal, at least `overlap` (0..1) of the other words are common, and those common stand in the same
 * order, save for one part that may have moved from the end to the front. A judgement, made cautious on purpose.
 */
export function statesTheSame(one: string, other: string, overlap: number): boolean {
  const a = factsOf(one)
  const b = factsOf(other)
  if (!sameRow(a.numbers, b.numbers) || !sameRow(a.identifiers, b.identifiers) || !sameBag(a.turns, b.turns)) return false
  return shareOf(a, b) >= overlap && sameOrder(content(a), content(b))
}

/** Words in common over the words of the longer, each as often as both have it; numbers, names and turns count as words. */
function shareOf(a: Facts, b: Facts): number {
  const [left, right] = [everyWord(a), everyWord(b)]
  const longest = Math.max(left.length, right.length)
  return longest === 0 ? 0 : common(left, right).length / longest
}

function everyWord({ numbers, identifiers, turns, words }: Facts): readonly string[] {
  return [...numbers, ...identifiers, ...turns, ...words]
}

function content({ words }: Facts): readonly string[] {
  return words.filter((word) => !empty.has(word))
}

/** The elements of the first that the second has too, in order, each as often as both have it. */
function common(a: readonly string[], b: readonly string[]): readonly string[] {
  const left = new Map<string, number>()
  for (const one of b) left.set(one, (left.get(one) ?? 0) + 1)
  return a.filter((one) => {
    const count = left.get(one) ?? 0
    left.set(one, count - 1)
    return count > 0
  })
}

function sameRow(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one, at) => one === b[at])
}

function sameBag(a: readonly string[], b: readonly string[]): boolean {
  return sameRow([...a].sort(), [...b].sort())
}

/** Who does what to whom is told by order; a rotation only moves a clause. */
function sameOrder(a: readonly string[], b: readonly string[]): boolean {
  const [left, right] = [common(a, b), common(b, a)]
  if (left.length < 3) return sameRow(left, right)
  return left.some((_, at) => sameRow([...left.slice(at), ...left.slice(0, at)], right))
}
