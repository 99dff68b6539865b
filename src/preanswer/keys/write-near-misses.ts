import { normaliseQuestion } from '../../spec/normalise-question.ts'
import type { KeyRequest, NearMiss } from '../../spec/skills.ts'
import { entityEdit } from './edits/entity-edit.ts'
import { antonymEdit, aspectEdit, directionEdit, negationEdit, roleEdit, timeEdit } from './edits/meaning-edits.ts'
import type { NearMissRule } from './edits/near-miss-edit.ts'
import { numberEdit, unitEdit } from './edits/number-edits.ts'

/** Those that turn the answer round come before those that ask for something else of the same thing. */
const rules: readonly NearMissRule[] = [
  numberEdit,
  unitEdit,
  directionEdit,
  roleEdit,
  antonymEdit,
  entityEdit,
  negationEdit,
  timeEdit,
  aspectEdit,
]

/**
 * Questions that read like this one and want another answer: one minimal edit each, one a rule, then what its neighbours
 * were prepared for. At most `edits` edited ones.
 */
export function writeNearMisses(request: KeyRequest, edits: number): readonly NearMiss[] {
  const { question, neighbours } = request
  const seen = new Set([normaliseQuestion(question), ...neighbours.map(normaliseQuestion)])
  const made: NearMiss[] = []
  for (const { edit, apply } of rules) {
    if (made.length >= edits) break
    const text = apply(question, request)
    if (text === null || seen.has(normaliseQuestion(text))) continue
    seen.add(normaliseQuestion(text))
    made.push({ text, edit })
  }
  return [...made, ...neighbours.map((text): NearMiss => ({ text, edit: 'neighbour' }))]
}
