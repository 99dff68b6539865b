import { isStopWord } from '../../retrieve/question-terms.ts'
import { tokenise } from '../../retrieve/tokenise.ts'
import type { PassageUnit, ScoredUnit } from '../../spec/skills.ts'

/** The words of one unit as the features of every question compare them. */
export interface UnitWords {
  readonly inUnit: ReadonlySet<string>
  /** Without stop words. */
  readonly distinct: ReadonlySet<string>
  /** Neighbouring ones, stop words left out. */
  readonly pairs: ReadonlySet<string>
}

// Retrieval hands out the same passage units for as long as it keeps the passage.
const known = new WeakMap<PassageUnit, UnitWords>()

/** A unit's words, tokenised once for as long as retrieval keeps its passage. */
export function unitWords(unit: ScoredUnit): UnitWords {
  const key = plainUnit(unit) ?? unit
  const words = known.get(key)
  if (words !== undefined) return words
  const tokens = tokenise(unit.text)
  const content = tokens.filter((token) => !isStopWord(token))
  const made: UnitWords = { inUnit: new Set(tokens), distinct: new Set(content), pairs: new Set(neighbours(content)) }
  known.set(key, made)
  return made
}

/** The unit among its passage's units, where retrieval gave them. */
export function plainUnit(unit: ScoredUnit): PassageUnit | undefined {
  return unit.passageUnits?.find((one) => one.start === unit.start && one.end === unit.end && one.text === unit.text)
}

/** Each two terms that stand together, joined by a space. */
export function neighbours(terms: readonly string[]): readonly string[] {
  return terms.slice(1).map((term, at) => `${terms[at]} ${term}`)
}
