import { actionsGuard } from './actions.ts'
import { antonymsGuard } from './antonyms.ts'
import { aspectsGuard } from './aspects.ts'
import { componentsGuard } from './components.ts'
import { directionGuard } from './direction.ts'
import { exclusionsGuard } from './exclusions.ts'
import type { Guard, GuardFinding } from './guard.ts'
import { identifiersGuard } from './identifiers.ts'
import { modalityGuard } from './modality.ts'
import { namesGuard } from './names.ts'
import { negationGuard } from './negation.ts'
import { numbersGuard } from './numbers.ts'
import { partsGuard } from './parts.ts'
import { personsGuard } from './persons.ts'
import { quantifiersGuard } from './quantifiers.ts'
import { createTextReader, type ReadText, readAnew } from './read-text.ts'
import { replacementGuard } from './replacement.ts'
import { timeWordsGuard } from './time-words.ts'
import { whTypeGuard } from './wh-type.ts'

const guards: readonly Guard[] = [
  numbersGuard,
  negationGuard,
  antonymsGuard,
  actionsGuard,
  namesGuard,
  identifiersGuard,
  componentsGuard,
  directionGuard,
  whTypeGuard,
  timeWordsGuard,
  aspectsGuard,
  partsGuard,
  replacementGuard,
  modalityGuard,
  quantifiersGuard,
  personsGuard,
  exclusionsGuard,
]

/** Every guard that fires between the question asked and the one prepared for, with what it saw. `quote` holds title, place and cited text. */
export type RunGuards = (asked: string, prepared: string, quote: string) => readonly GuardFinding[]

/** Questions and quotations whose parts are kept, some kB each. */
const keptTexts = 1_000
/** A candidate is weighed, then judged by the same guards. */
const keptFindings = 8

/** Guards that parse a text once while it is kept: one question is compared with several, and those come again with other questions. */
export function createGuards(): RunGuards {
  const read = createTextReader(keptTexts)
  const last: Found[] = []
  return (asked, prepared, quote) => {
    const before = last.find((one) => one.asked === asked && one.prepared === prepared && one.quote === quote)
    if (before !== undefined) return before.found
    const found = findings(asked, prepared, quote, read)
    last.push({ asked, prepared, quote, found })
    if (last.length > keptFindings) last.shift()
    return found
  }
}

interface Found {
  readonly asked: string
  readonly prepared: string
  readonly quote: string
  readonly found: readonly GuardFinding[]
}

/** The guards run once, keeping nothing. */
export const runGuards: RunGuards = (asked, prepared, quote) => findings(asked, prepared, quote, readAnew)

function findings(asked: string, prepared: string, quote: string, read: ReadText): readonly GuardFinding[] {
  return guards.map((guard) => guard(asked, prepared, quote, read)).filter((finding) => finding !== null)
}
