import { localOnlyPaths } from '../ledger/local-only.ts'
import { meterModel } from '../ledger/meter-model.ts'
import type { Ledger } from '../ledger/open-ledger.ts'
import type { SideCaps } from '../ledger/spend-cap.ts'
import type { SpendOrigin } from '../ledger/spend-origin.ts'
import type { AnswerEditor } from '../preanswer/adapt/answer-editor.ts'
import { createGenerativeEditor } from '../preanswer/adapt/generative-editor.ts'
import { createExtractiveReader } from '../preanswer/extractive-reader.ts'
import { createExtractiveVerifier } from '../preanswer/extractive-verifier.ts'
import { createGenerativeReader } from '../preanswer/generative-reader.ts'
import { createGenerativeVerifier } from '../preanswer/generative-verifier.ts'
import type { Clock } from '../spec/clock.ts'
import type { DocumentId } from '../spec/ids.ts'
import type { Random } from '../spec/random.ts'
import type { Reader, Verifier } from '../spec/skills.ts'
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

export interface AskSkills {
  readonly reader: Reader
  readonly verifier: Verifier
  /** Edits near answers by the named model; null without one. */
  readonly editor: AnswerEditor | null
}

/** Reader and verifier of one ask: extractive, or by the named model with every call metered to its cause. */
export function askSkills(parts: SkillParts, spend: SpendOrigin): AskSkills {
  const extractive: AskSkills = { reader: createExtractiveReader(), verifier: createExtractiveVerifier(), editor: null }
  const common = modelParts(parts, spend)
  if (common === null) return extractive
  return {
    reader: createGenerativeReader({ ...common, local: extractive.reader }),
    editor: createGenerativeEditor(common),
    // Where nothing is kept local a passage need not be placed to be shown.
    verifier: createGenerativeVerifier({ ...common, local: extractive.verifier, pathOf: () => (parts.localOnly.length === 0 ? '' : null) }),
  }
}

/** What every generative skill is made with, or null where no model is named. */
export function modelParts({ model, ledger, caps, clock, random, localOnly }: SkillParts, spend: SpendOrigin) {
  if (model === null) return null
  const { price = null, ...own } = model
  return { model: meterModel({ ...own, price, ledger, caps, clock, random }), spend, random, isLocal: localOnlyPaths(localOnly) }
}
