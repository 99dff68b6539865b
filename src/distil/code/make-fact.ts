import type { ClaimType } from '../../spec/claim.ts'
import type { CodeFact, FactDetail } from './code-fact.ts'
import type { CodeSubject } from './code-subject.ts'
import type { Span } from './code-surface.ts'

/** The parts of a fact beside what the subject gives. */
export interface FactParts {
  readonly detail: FactDetail
  readonly spans: readonly Span[]
  readonly type: ClaimType
  readonly subject: string
  readonly text: string
  readonly value?: string
  readonly salience: number
}

/** A fact of a subject: spans trimmed of outer white space, overlapping spans joined; null where nothing is left to quote. */
export function makeFact(subject: CodeSubject, parts: FactParts): CodeFact | null {
  const spans = joinSpans(parts.spans.map((span) => trimmed(subject.passage.text, span)).filter((span) => span.end > span.start))
  if (spans.length === 0) return null
  return {
    detail: parts.detail,
    passage: subject.passage,
    spans,
    type: parts.type,
    subject: parts.subject,
    text: parts.text.replace(/\s+/g, ' ').trim(),
    value: parts.value ?? null,
    salience: Math.max(0, Math.min(1, parts.salience)),
  }
}

/** The whole line or lines that hold a span, without indentation. */
export function lineSpan(text: string, span: Span): Span {
  const start = text.lastIndexOf('\n', span.start - 1) + 1
  const newline = text.indexOf('\n', Math.max(span.start, span.end - 1))
  return trimmed(text, { start, end: newline === -1 ? text.length : newline })
}

function trimmed(text: string, span: Span): Span {
  const raw = text.slice(span.start, span.end)
  const lead = raw.length - raw.trimStart().length
  return { start: span.start + lead, end: span.start + Math.max(lead, raw.trimEnd().length) }
}

function joinSpans(spans: readonly Span[]): readonly Span[] {
  const joined: Span[] = []
  for (const span of [...spans].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = joined.at(-1)
    if (last !== undefined && span.start <= last.end) joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, span.end) }
    else joined.push(span)
  }
  return joined
}
