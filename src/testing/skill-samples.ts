import type { Claim, ClaimDraft } from '../spec/claim.ts'
import { type Digest, digest } from '../spec/digest.ts'
import type { ClaimId, DocumentId, PassageId, ScopeId } from '../spec/ids.ts'
import type { PassageKind } from '../spec/parser.ts'
import type { ScoredUnit, SkillDocument, SkillPassage } from '../spec/skills.ts'

/** The scope of samples. */
export const sampleScope = 'default' as ScopeId

/** A passage as the skills see it; each sentence is a unit. */
export function samplePassage(id: string, text: string, place: readonly string[] = [], kind: PassageKind = 'prose'): SkillPassage {
  const units = [...text.matchAll(/[^.!?]+[.!?]?\s*/g)].map((match) => {
    const start = match.index + (match[0].length - match[0].trimStart().length)
    const sentence = match[0].trim()
    return { start, end: start + sentence.length, text: sentence }
  })
  return {
    id: id as PassageId,
    version: digest('version', text),
    kind,
    text,
    place,
    symbol: null,
    language: null,
    units: units.filter((unit) => unit.text !== ''),
  }
}

export function sampleDocument(path: string, passages: readonly SkillPassage[], title: string | null = null): SkillDocument {
  return { id: path as DocumentId, path, title, format: 'markdown', modifiedAt: 0, passages }
}

/** Every unit of the passages as evidence, in reading order with falling scores. */
export function sampleEvidence(path: string, passages: readonly SkillPassage[], title: string | null = null): readonly ScoredUnit[] {
  const units = passages.flatMap((passage) => passage.units.map((unit) => ({ passage, unit })))
  return units.map(({ passage, unit }, index) => ({
    passage: passage.id,
    version: passage.version,
    document: path as DocumentId,
    path,
    title,
    place: passage.place,
    kind: passage.kind,
    symbol: passage.symbol,
    passageText: passage.text,
    start: unit.start,
    end: unit.end,
    text: unit.text,
    score: 1 - index / 100,
    cosine: null,
    bm25: 1,
    modifiedAt: 0,
  }))
}

/** A quoted claim whose one quote is the text itself in the passage. */
export function sampleClaim(document: string, passage: SkillPassage, text: string, more: Partial<ClaimDraft> = {}): Claim {
  const start = Math.max(0, passage.text.indexOf(text))
  const quote = { passage: passage.id, version: passage.version as Digest, start, end: start + text.length, text }
  return {
    type: 'other',
    subject: 'it',
    text,
    value: null,
    salience: 0.5,
    quotes: [quote],
    stamp: 'exact',
    ...more,
    id: digest('claim', document, text) as string as ClaimId,
    document: document as DocumentId,
    basis: 'quoted',
  }
}
