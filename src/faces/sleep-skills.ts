import { createExtractiveDistiller } from '../distil/extractive-distiller.ts'
import { createGenerativeDistiller } from '../distil/generative-distiller.ts'
import type { SpendOrigin } from '../ledger/spend-origin.ts'
import { createExtractiveQuestionGenerator } from '../predict/extractive-question-generator.ts'
import { createGenerativeQuestionGenerator } from '../predict/generative-question-generator.ts'
import type { SleepSkills } from '../sleep/sleep-context.ts'
import { askSkills, modelParts, type SkillParts } from './ask-skills.ts'

/** The four skills of one sleep. Imported only when a sleep begins: its grammar takes a third of a second to load. */
export function sleepSkills(parts: SkillParts, spend: SpendOrigin): SleepSkills {
  const distiller = createExtractiveDistiller()
  const generator = createExtractiveQuestionGenerator()
  const common = modelParts(parts, spend)
  if (common === null) return { ...askSkills(parts, spend), distiller, generator }
  return {
    ...askSkills(parts, spend),
    distiller: createGenerativeDistiller({ ...common, local: distiller, pathOf: parts.pathOf }),
    generator: createGenerativeQuestionGenerator({ ...common, local: generator }),
  }
}
