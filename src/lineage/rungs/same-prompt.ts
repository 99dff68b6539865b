import { movedSpan } from './moved-span.ts'
import type { PassageText } from './passage-text.ts'

/** Spans of the units of a passage that were shown, as `[start, end]` offsets in its text. */
export type ShownSpans = readonly (readonly [number, number])[]

type Text = Pick<PassageText, 'text' | 'kind'>

/**
 * What a skill was shown of a passage is what it would be shown of its next version: every unit is still there word for
 * word, whole, once, and in the same order. The spans in the new text, or null.
 */
export function samePrompt(shown: ShownSpans, before: Text, after: Text): ShownSpans | null {
  const spans: (readonly [number, number])[] = []
  let from = 0
  for (const [start, end] of shown) {
    const moved = movedSpan({ start, end }, before, after)
    if (moved === null || moved.start < from) return null
    spans.push([moved.start, moved.end])
    from = moved.start
  }
  return spans
}

/** The spans of an evidence row, or null where it tells none. */
export function shownSpans(span: string | null): ShownSpans | null {
  return span === null ? null : (JSON.parse(span) as ShownSpans)
}
