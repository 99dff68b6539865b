import { blanked, type CodeSurface, type Span } from './code-surface.ts'

/** The surface with everything outside a span blanked; offsets stay. */
export function onlyWithin(surface: CodeSurface, span: Span): CodeSurface {
  const rest = [
    { start: 0, end: span.start },
    { start: span.end, end: surface.text.length },
  ]
  return without(surface, rest)
}

/** The surface with spans blanked; offsets stay. */
export function without(surface: CodeSurface, spans: readonly Span[]): CodeSurface {
  const isKept = (part: Span): boolean => !spans.some((span) => part.start >= span.start && part.end <= span.end)
  return {
    text: blanked(surface.text, spans),
    code: blanked(surface.code, spans),
    comments: surface.comments.filter(isKept),
    strings: surface.strings.filter(isKept),
  }
}
