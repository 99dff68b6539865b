import { createGenerativeDistiller } from '../distil/generative-distiller.ts'
import type { SpendOrigin } from '../ledger/spend-origin.ts'
import { createGenerativeKeyWriter } from '../preanswer/keys/generative-key-writer.ts'
import { createGenerativeQuestionGenerator } from '../predict/generative-question-generator.ts'
import type { SleepSkills } from '../sleep/sleep-context.ts'
import { askSkills, modelParts, type SkillParts } from './ask-skills.ts'
import type { SkillWorker } from './skill-worker/open-skill-worker.ts'

/** The skills of one sleep; those that need grammar run on the worker. */
export async function sleepSkills(parts: SkillParts, spend: SpendOrigin, worker: SkillWorker): Promise<SleepSkills> {
  const { distiller, generator, keyWriter } = await worker.skills()
  const common = modelParts(parts, spend)
  if (common === null) return { ...askSkills(parts, spend), distiller, generator, keyWriter }
  return {
    ...askSkills(parts, spend),
    distiller: createGenerativeDistiller({ ...common, local: distiller, pathOf: parts.pathOf }),
    generator: createGenerativeQuestionGenerator({ ...common, local: generator }),
    keyWriter: createGenerativeKeyWriter({ ...common, local: keyWriter }),
  }
}
