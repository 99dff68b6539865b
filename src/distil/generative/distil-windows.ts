import { nextTurn } from '../../corpus/next-turn.ts'
import type { TokenCounter } from '../../ledger/count-tokens.ts'
import type { SkillPassage } from '../../spec/skills.ts'

/** A passage, or a piece of one that is too long, as a window shows it. */
export interface WindowPiece {
  /** 1-based place of its passage in the document. */
  readonly number: number
  readonly place: readonly string[]
  readonly kind: string
  readonly text: string
}

/** What one call sees of a document. */
export interface DistilWindow {
  readonly part: number
  readonly of: number
  readonly pieces: readonly WindowPiece[]
}

/** Tokens a passage's fence and place take beside its text. */
const perPiece = 40

/** Characters counted before other work of the thread gets its turn: a few milliseconds. */
const breath = 20_000

/** No text has tokens this long on average; longer text is cut without being counted whole. */
const longestToken = 12

/**
 * Cuts a document's passages into windows of at most `windowTokens`, in order. A passage longer than a window is cut at
 * line ends, and a line longer than a window between characters.
 */
export async function cutWindows(
  passages: readonly SkillPassage[],
  windowTokens: number,
  count: TokenCounter,
): Promise<readonly DistilWindow[]> {
  const windows: WindowPiece[][] = []
  let current: WindowPiece[] = []
  let filled = 0
  let counted = 0
  for (const [index, passage] of passages.entries()) {
    for (const text of piecesOf(passage.text, windowTokens - perPiece, count)) {
      if (text.trim() === '') continue
      const tokens = count(text) + perPiece
      counted += text.length
      if (counted > breath) {
        counted = 0
        await nextTurn()
      }
      if (current.length > 0 && filled + tokens > windowTokens) {
        windows.push(current)
        current = []
        filled = 0
      }
      current.push({ number: index + 1, place: passage.place, kind: passage.kind, text })
      filled += tokens
    }
  }
  if (current.length > 0) windows.push(current)
  return windows.map((pieces, index) => ({ part: index + 1, of: windows.length, pieces }))
}

function piecesOf(text: string, most: number, count: TokenCounter): readonly string[] {
  if (text.length <= most * longestToken && count(text) <= most) return [text]
  const pieces: string[] = []
  let current = ''
  let filled = 0
  for (const line of text.split(/(?<=\n)/)) {
    for (const part of halves(line, most, count)) {
      const tokens = count(part)
      if (current !== '' && filled + tokens > most) {
        pieces.push(current)
        current = ''
        filled = 0
      }
      current += part
      filled += tokens
    }
  }
  return current === '' ? pieces : [...pieces, current]
}

function halves(line: string, most: number, count: TokenCounter): readonly string[] {
  if (line.length < 2 || (line.length <= most * longestToken && count(line) <= most)) return [line]
  const middle = line.length >> 1
  // A surrogate pair is not cut.
  const cut = /[\udc00-\udfff]/.test(line.charAt(middle)) ? middle + 1 : middle
  return [...halves(line.slice(0, cut), most, count), ...halves(line.slice(cut), most, count)]
}
