import type { QuestionForm } from './question-form.ts'

/** Small words that turn a question: what they join or grant or deny is not what it was without them. */
const telling: ReadonlySet<string> = new Set(
  `not no never none neither nor nothing nobody without except unless until till before after since during while from into onto out off over
  under between within above below against through all any both each every some only even just still already yet again also first last next
  must may might can cannot could should would will shall was were had been has did more most less least fewer than as or if when where why
  who whom whose how much many long often far old another other same different too very up down`.split(/\s+/),
)

/** Alike in what they only vary: a question with one for the other is the same question. */
const interchangeable: readonly ReadonlySet<string>[] = [
  ['can', 'could', 'may', 'might', 'would'],
  ['has', 'had', 'been', 'did', 'was', 'were', 'will', 'would'],
  ['any', 'some'],
  ['if', 'when'],
].map((words) => new Set(words))

/** How much of two questions' wording is the same, word by word in order. */
export interface FrameDifference {
  /** Words of the longest common sequence, over the words of the longer question, in [0, 1]. */
  readonly shared: number
  /** Small telling words that only one of them has. */
  readonly telling: number
  /** Share of the words that both have, in another order: what one says the other way round. */
  readonly reordered: number
}

/** Compares two questions as sequences of words: minimal edits share nearly all of theirs, rephrasings do not. */
export function frameDifference(prepared: QuestionForm, asked: QuestionForm): FrameDifference {
  const longer = Math.max(prepared.words.length, asked.words.length)
  const shared = longer === 0 ? 0 : longestCommon(prepared.words, asked.words) / longer
  const [onlyPrepared, onlyAsked] = [onlyIn(prepared, asked), onlyIn(asked, prepared)]
  return {
    shared,
    reordered: longer === 0 ? 0 : Math.max(0, commonWords(prepared.words, asked.words) / longer - shared),
    telling: unlike(onlyPrepared, onlyAsked) + unlike(onlyAsked, onlyPrepared),
  }
}

function onlyIn(one: QuestionForm, other: QuestionForm): readonly string[] {
  return [...one.functionWords].filter((word) => telling.has(word) && !other.functionWords.has(word))
}

/** How many of these words have none among the others that says the same. */
function unlike(words: readonly string[], others: readonly string[]): number {
  return words.filter((word) => !others.some((other) => interchangeable.some((set) => set.has(word) && set.has(other)))).length
}

function commonWords(one: readonly string[], other: readonly string[]): number {
  const left = [...other]
  let common = 0
  for (const word of one) {
    const at = left.indexOf(word)
    if (at < 0) continue
    left.splice(at, 1)
    common++
  }
  return common
}

function longestCommon(one: readonly string[], other: readonly string[]): number {
  let row = new Uint16Array(other.length + 1)
  let next = new Uint16Array(other.length + 1)
  for (const word of one) {
    for (let at = 1; at <= other.length; at++) {
      next[at] = word === other[at - 1] ? (row[at - 1] ?? 0) + 1 : Math.max(row[at] ?? 0, next[at - 1] ?? 0)
    }
    const before = row
    row = next
    next = before
  }
  return row[other.length] ?? 0
}
