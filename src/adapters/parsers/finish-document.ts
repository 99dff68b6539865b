import type { ParsedDocument, ParsedPassage, ParsedUnit } from '../../spec/parser.ts'
import type { DraftDocument, DraftPassage, DraftUnit } from './draft.ts'
import { lineIndex } from './line-index.ts'
import { trimSpan } from './trim-span.ts'

/**
 * Turns drafts into passages: orders them, cuts white space at both ends, drops what is empty or lies inside an earlier
 * one, slices the text and counts lines. Units are clipped to their passage, so the result never overlaps.
 */
export function finishDocument(text: string, draft: DraftDocument): ParsedDocument {
  const lineOf = lineIndex(text)
  const passages: ParsedPassage[] = []
  let from = 0
  for (const passage of [...draft.passages].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const span = trimSpan(text, Math.max(passage.start, from), passage.end)
    if (span.end <= span.start) continue
    from = span.end
    passages.push({
      kind: passage.kind,
      text: text.slice(span.start, span.end),
      start: span.start,
      startLine: lineOf(span.start),
      endLine: lineOf(span.end - 1),
      place: passage.place,
      symbol: passage.symbol,
      units: finishUnits(text, passage, span),
      language: passage.language,
    })
  }
  return {
    title: draft.title === null || draft.title === '' ? null : draft.title,
    format: draft.format,
    language: draft.language,
    passages,
    links: draft.links.map((link) => ({ text: link.text, target: link.target, line: lineOf(link.offset) })),
    warnings: draft.warnings,
  }
}

function finishUnits(text: string, passage: DraftPassage, span: { readonly start: number; readonly end: number }): readonly ParsedUnit[] {
  const units: ParsedUnit[] = []
  let from = span.start
  const ordered: readonly DraftUnit[] = [...passage.units].sort((a, b) => a.start - b.start || a.end - b.end)
  for (const unit of ordered) {
    const { start, end } = trimSpan(text, Math.max(unit.start, from), Math.min(unit.end, span.end))
    if (end <= start || unit.text === '') continue
    from = end
    units.push({ start: start - span.start, end: end - span.start, text: unit.text, embed: unit.embed })
  }
  return units
}
