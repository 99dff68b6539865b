import type { Digest } from './digest.ts'
import type { ClaimId, DocumentId, PassageId } from './ids.ts'

/** What a claim states; complete lists are made by type. */
export const claimTypes = [
  'definition',
  'instruction',
  'default',
  'limit',
  'option',
  'environment-variable',
  'command',
  'code',
  'requirement',
  'deprecation',
  'warning',
  'other',
] as const
/** `code` is an exit or error code. */
export type ClaimType = (typeof claimTypes)[number]

/** A verbatim span a claim or an answer rests on. Offsets count in the passage's text. */
export interface Quote {
  readonly passage: PassageId
  /** The version quoted: a digest of the passage's exact text. */
  readonly version: Digest
  readonly start: number
  readonly end: number
  readonly text: string
}

/** How far the quotes were found in their passages when the claim was written. */
export type QuoteStamp = 'exact' | 'fuzzy' | 'unverified'

export interface ClaimDraft {
  readonly type: ClaimType
  /** What the claim is about, as a reader would name it ("basic auth middleware", "`c.req.param()`"). */
  readonly subject: string
  /** One atomic statement, readable alone. For extractive claims the sentence itself. */
  readonly text: string
  /** The value stated, where there is one ("3000", "`POST`"). */
  readonly value: string | null
  /** 0..1, how much a reader of the document needs it. */
  readonly salience: number
  readonly quotes: readonly Quote[]
  readonly stamp: QuoteStamp
}

export interface Claim extends ClaimDraft {
  readonly id: ClaimId
  readonly document: DocumentId
  readonly basis: 'quoted' | 'derived'
}
