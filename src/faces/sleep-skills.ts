import { createGenerativeDistiller } from '../distil/generative-distiller.ts'
import type { SpendOrigin } from '../ledger/spend-origin.ts'
import { withPurpose } from '../ledger/with-purpose.ts'
import { createExtractiveReader } from '../preanswer/extractive-reader.ts'
import { createExtractiveVerifier } from '../preanswer/extractive-verifier.ts'
import { createGenerativePairJudge } from '../preanswer/generative-pair-judge.ts'
import { createGenerativeReader } from '../preanswer/generative-reader.ts'
import { createGenerativeKeyWriter } from '../preanswer/keys/generative-key-writer.ts'
import { createGenerativeQuestionGenerator } from '../predict/generative-question-generator.ts'
import { createSeedQuestionGenerator } from '../predict/generative-seed-questions.ts'
import type { SleepRun } from '../sleep/run-sleep.ts'
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
    plain: { distiller, generator },
    plainKeys: { keyWriter, verifier: createExtractiveVerifier(parts.guards) },
    seeds: createSeedQuestionGenerator({ ...common, pathOf: parts.pathOf }),
  }
}

/** What compares prepared answers with live ones, or null without a model: a reader as an ask has it, and a judge. */
export function effortSkills(parts: SkillParts, spend: SpendOrigin): NonNullable<SleepRun['effort']> | null {
  const common = modelParts(parts, spend)
  if (common === null) return null
  return {
    live: createGenerativeReader({ ...common, model: withPurpose(common.model, 'shadow'), local: createExtractiveReader() }),
    // Where nothing is kept local a passage need not be placed to be shown.
    judge: createGenerativePairJudge({ ...common, pathOf: () => (parts.localOnly.length === 0 ? '' : null) }),
  }
}
