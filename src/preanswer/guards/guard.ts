import type { ReadText } from './read-text.ts'

/** What a guard saw: why a prepared answer may not be the answer to the question asked. */
export interface GuardFinding {
  /** The guard's name, as decision records show it. */
  readonly guard: GuardName
  /** What differs, in words: "asked 5, prepared for 3". */
  readonly saw: string
  /** True where the quotation itself settles it for the question asked (the asked number, name or polarity stands in it). */
  readonly resolved: boolean
}

export type GuardName =
  | 'numbers'
  | 'negation'
  | 'antonyms'
  | 'actions'
  | 'names'
  | 'identifiers'
  | 'components'
  | 'direction'
  | 'wh-type'
  | 'time-words'
  | 'aspects'
  | 'parts'
  | 'replacement'
  | 'modality'
  | 'quantifiers'
  | 'persons'
  | 'exclusions'

/**
 * Compares the question asked with the one prepared for, in the light of the quotation the answer rests on (with its
 * place and title); null where the guard sees no difference. Pure and fast: guards run on every near match, and what `read`
 * keeps of a text is not parsed again.
 */
export type Guard = (asked: string, prepared: string, quote: string, read?: ReadText) => GuardFinding | null
