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
export function runGuards(asked: string, prepared: string, quote: string): readonly GuardFinding[] {
  return guards.map((guard) => guard(asked, prepared, quote)).filter((finding) => finding !== null)
}
