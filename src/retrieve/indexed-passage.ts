import { lexicalText } from '../corpus/lexical-text.ts'
import type { Digest } from '../spec/digest.ts'
import type { DocumentId, PassageId } from '../spec/ids.ts'
import type { PassageKind, PassageSymbol } from '../spec/parser.ts'
import type { PassageUnit } from '../spec/skills.ts'
import { tokenise } from './tokenise.ts'

/** A passage as retrieval is given it: from the store, or from a changed file in memory. */
export interface RetrievablePassage {
  readonly id: PassageId
  readonly version: Digest
  readonly document: DocumentId
  readonly path: string
  readonly title: string | null
  readonly ordinal: number
  readonly kind: PassageKind
  readonly text: string
  readonly place: readonly string[]
  readonly symbol: PassageSymbol | null
  readonly modifiedAt: number
  readonly units: readonly RetrievableUnit[]
}

export interface RetrievableUnit {
  readonly start: number
  readonly end: number
  /** Reading form. */
  readonly text: string
}

/** A passage with its units' terms counted. */
export interface IndexedPassage extends Omit<RetrievablePassage, 'units'> {
  readonly units: readonly IndexedUnit[]
  /** The same units as readers are given them, without the way back to the passage. */
  readonly plainUnits: readonly PassageUnit[]
}

export interface IndexedUnit extends RetrievableUnit {
  readonly passage: IndexedPassage
  readonly ordinal: number
  /** Small integer, unique within the view that indexed it: where its score is added up. */
  readonly slot: number
  /** Tokens of the unit, of the document's title and of the place, with their counts. */
  readonly terms: ReadonlyMap<string, number>
  /** Tokens of the unit alone. */
  readonly length: number
}

/** Counts the terms of a passage's units; `nextSlot` gives each unit its number. */
export function indexPassage(passage: RetrievablePassage, nextSlot: () => number): IndexedPassage {
  const units: IndexedUnit[] = []
  const plainUnits: PassageUnit[] = []
  const indexed: IndexedPassage = { ...passage, units, plainUnits }
  const count = unitCounter(passage.title, passage.place)
  passage.units.forEach((unit, ordinal) => {
    const { terms, length } = count(unit.text)
    plainUnits.push({ start: unit.start, end: unit.end, text: unit.text, terms })
    units.push({ ...unit, passage: indexed, ordinal, slot: nextSlot(), terms, length })
  })
  return indexed
}

export interface CountedUnit {
  /** Tokens of the unit, of the document's title and of the place, with their counts. */
  readonly terms: ReadonlyMap<string, number>
  /** Tokens of the unit alone. */
  readonly length: number
}

/** Counts the terms of units (reading form) that stand under one title and place. */
export function unitCounter(title: string | null, place: readonly string[]): (text: string) => CountedUnit {
  const context = tokenise(lexicalText(title, place, ''))
  return (text) => {
    const terms = new Map<string, number>()
    const tokens = tokenise(text)
    for (const token of tokens) terms.set(token, (terms.get(token) ?? 0) + 1)
    for (const token of context) terms.set(token, (terms.get(token) ?? 0) + 1)
    return { terms, length: tokens.length }
  }
}
