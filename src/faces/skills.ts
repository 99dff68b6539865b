import { createExtractiveDistiller } from '../distil/extractive-distiller.ts'
import { createGenerativeDistiller } from '../distil/generative-distiller.ts'
import { localOnlyPaths } from '../ledger/local-only.ts'
import { meterModel } from '../ledger/meter-model.ts'
import type { Ledger } from '../ledger/open-ledger.ts'
import type { SideCaps } from '../ledger/spend-cap.ts'
import type { SpendOrigin } from '../ledger/spend-origin.ts'
import { createExtractiveReader } from '../preanswer/extractive-reader.ts'
import { createExtractiveVerifier } from '../preanswer/extractive-verifier.ts'
import { createGenerativeReader } from '../preanswer/generative-reader.ts'
import { createGenerativeVerifier } from '../preanswer/generative-verifier.ts'
import { createExtractiveQuestionGenerator } from '../predict/extractive-question-generator.ts'
import { createGenerativeQuestionGenerator } from '../predict/generative-question-generator.ts'
import type { SleepSkills } from '../sleep/sleep-context.ts'
import type { Clock } from '../spec/clock.ts'
import type { DocumentId } from '../spec/ids.ts'
import type { Random } from '../spec/random.ts'
import type { ReverieOptions } from './reverie.ts'

export interface SkillParts {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly random: Random
  readonly model: NonNullable<ReverieOptions['model']> | null
  readonly caps: SideCaps
  readonly localOnly: readonly string[]
  /** Path of a live document, or null where it is not known: then no model sees it. */
  readonly pathOf: (document: DocumentId) => string | null
}

/** The four skills of one sleep or ask: extractive, or by the named model with every call metered to its cause. */
export function skillsFor(parts: SkillParts, spend: SpendOrigin): SleepSkills {
  const extractive: SleepSkills = {
    distiller: createExtractiveDistiller(),
    generator: createExtractiveQuestionGenerator(),
    reader: createExtractiveReader(),
    verifier: createExtractiveVerifier(),
  }
  if (parts.model === null) return extractive
  const { price = null, ...own } = parts.model
  const { ledger, caps, clock, random } = parts
  const metered = meterModel({ ...own, price, ledger, caps, clock, random })
  const isLocal = localOnlyPaths(parts.localOnly)
  const common = { model: metered, spend, random, isLocal }
  return {
    distiller: createGenerativeDistiller({ ...common, local: extractive.distiller, pathOf: parts.pathOf }),
    generator: createGenerativeQuestionGenerator({ ...common, local: extractive.generator }),
    reader: createGenerativeReader({ ...common, local: extractive.reader }),
    verifier: createGenerativeVerifier({ ...common, local: extractive.verifier, pathOf: () => null }),
  }
}
