import type { ClaimDraft, ClaimType, Quote } from '../../spec/claim.ts'
import type { SkillDocument, SkillPassage } from '../../spec/skills.ts'
import type { DocumentNames } from './document-names.ts'
import type { Section } from './outline.ts'

/** What every rule may look at. */
export interface RuleContext {
  readonly document: SkillDocument
  readonly names: DocumentNames
  readonly sections: readonly Section[]
  /** Heading paths whose headings are options, as `optionParents` finds them. */
  readonly optionParents: ReadonlySet<string>
}

/** Reads one section and states what it found; rules know nothing of each other. */
export type Rule = (section: Section, context: RuleContext) => readonly ClaimDraft[]

/** A span of a passage; offsets count in its text. */
export interface Span {
  readonly passage: SkillPassage
  readonly start: number
  readonly end: number
}

/** Builds a claim whose quotes are exact slices; spans of one passage that touch become one quote. */
export function makeClaim(input: {
  readonly type: ClaimType
  readonly subject: string
  readonly text: string
  readonly value?: string | null
  readonly salience: number
  readonly spans: readonly Span[]
}): ClaimDraft {
  return {
    type: input.type,
    subject: input.subject,
    text: input.text,
    value: input.value ?? null,
    salience: Math.round(Math.min(1, Math.max(0, input.salience)) * 1000) / 1000,
    quotes: quotesOf(input.spans),
    stamp: 'exact',
  }
}

function quotesOf(spans: readonly Span[]): readonly Quote[] {
  const merged: Span[] = []
  for (const span of spans) {
    const last = merged.at(-1)
    if (
      last !== undefined &&
      last.passage.id === span.passage.id &&
      span.start >= last.end &&
      /^\s*$/.test(last.passage.text.slice(last.end, span.start))
    )
      merged[merged.length - 1] = { passage: last.passage, start: last.start, end: span.end }
    else if (!merged.some((other) => other.passage.id === span.passage.id && other.start <= span.start && other.end >= span.end))
      merged.push(span)
  }
  return merged.map(({ passage, start, end }) => ({
    passage: passage.id,
    version: passage.version,
    start,
    end,
    text: passage.text.slice(start, end),
  }))
}
