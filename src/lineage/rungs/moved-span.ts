import { moveSpan } from '../move-span.ts'
import { foldedSpan, foldedText } from './folded-text.ts'
import type { PassageText } from './passage-text.ts'
import { surroundings } from './surroundings.ts'

type Text = Pick<PassageText, 'text' | 'kind'>

/**
 * Where a span of a passage stands in its next version: every line and sentence it stands in must still be there, whole,
 * unchanged and once, under what it was said under. White space that means nothing does not count: in prose a sentence
 * runs on over the ends of lines.
 */
export function movedSpan(
  span: { readonly start: number; readonly end: number },
  before: Text,
  after: Text,
): { readonly start: number; readonly end: number } | null {
  if (before.kind !== after.kind) return null
  const old = foldedText(before.kind, before.text)
  const next = foldedText(after.kind, after.text)
  const folded = foldedSpan(old, span.start, span.end)
  const moved = folded === null ? null : moveSpan(folded, old.text, next.text)
  if (moved === null) return null
  const start = next.offsets[moved.start] ?? 0
  const [was, is] = [surroundings(before, span.start), surroundings(after, start)]
  // Of a long table only the first passage holds the header.
  const isContinued = before.kind === 'table' && (was.length === 0 || is.length === 0)
  if (!isContinued && (was.length !== is.length || was.some((line, at) => line !== is[at]))) return null
  return { start, end: (next.offsets[moved.end - 1] ?? 0) + 1 }
}
