import type { ParsedDocument, PassageKind, PassageSymbol } from '../../spec/parser.ts'

/** A unit with offsets in the whole document; {@link finishDocument} makes them relative to their passage. */
export interface DraftUnit {
  readonly start: number
  readonly end: number
  readonly text: string
  readonly embed: boolean
}

/** A passage as the format parsers make it: absolute UTF-16 offsets, no lines yet. */
export interface DraftPassage {
  readonly kind: PassageKind
  readonly start: number
  readonly end: number
  readonly place: readonly string[]
  readonly symbol: PassageSymbol | null
  readonly language: string | null
  readonly units: readonly DraftUnit[]
}

export interface DraftLink {
  readonly text: string
  readonly target: string
  readonly offset: number
}

/** What every format parser gives; text and lines are added by {@link finishDocument}. */
export interface DraftDocument {
  readonly title: string | null
  readonly format: ParsedDocument['format']
  readonly language: string | null
  readonly passages: readonly DraftPassage[]
  readonly links: readonly DraftLink[]
  readonly warnings: readonly string[]
}
