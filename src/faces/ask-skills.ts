import type { AskSkills } from '../ask/ask-types.ts'
import type { MeterChannel } from '../ledger/channels/meter-channel.ts'
import type { Fences } from '../ledger/fence.ts'
import { localOnlyPaths } from '../ledger/local-only.ts'
import { meterModel } from '../ledger/meter-model.ts'
import type { Ledger } from '../ledger/open-ledger.ts'
import type { SideCaps } from '../ledger/spend-cap.ts'
import type { SpendOrigin } from '../ledger/spend-origin.ts'
import { createGenerativeEditor } from '../preanswer/adapt/generative-editor.ts'
import { createExtractiveReader } from '../preanswer/extractive-reader.ts'
import { createExtractiveVerifier } from '../preanswer/extractive-verifier.ts'
import { createGenerativeReader } from '../preanswer/generative-reader.ts'
import { createGenerativeVerifier } from '../preanswer/generative-verifier.ts'
import type { RunGuards } from '../preanswer/guards/run-guards.ts'
import { createGenerativeRewriter } from '../preanswer/rewrite/generative-rewriter.ts'
import type { Clock } from '../spec/clock.ts'
import type { DocumentId } from '../spec/ids.ts'
import type { Random } from '../spec/random.ts'
import type { ReverieOptions } from './reverie.ts'

export interface SkillParts {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly random: Random
  /** How calls asleep are sent; absent or null: directly. */
  readonly channel?: MeterChannel | null
  /** Encloses what documents say in prompts. */
  readonly fences: Fences
  readonly model: NonNullable<ReverieOptions['model']> | null
  readonly caps: SideCaps
  /** When calls cost less or more. Default: never. */
  readonly priceWindows?: ReverieOptions['priceWindows'] | undefined
  /** What an ask does at its cap. Default `quote`. */
  readonly onCap?: ReverieOptions['onCap'] | undefined
  readonly localOnly: readonly string[]
  readonly guards: RunGuards
  /** Path of a live document, or null where it is not known: then no model sees it. */
  readonly pathOf: (document: DocumentId) => string | null
}

/** The skills of one ask: extractive, or by the named model with every call metered to its cause. */
export function askSkills(parts: SkillParts, spend: SpendOrigin): AskSkills {
  const extractive: AskSkills = {
    reader: createExtractiveReader(),
    verifier: createExtractiveVerifier(parts.guards),
    editor: null,
    rewriter: null,
  }
  const common = modelParts(parts, spend)
  if (common === null) return extractive
  return {
    reader: createGenerativeReader({ ...common, local: extractive.reader }),
    atCap: parts.onCap === 'error' ? null : extractive.reader,
    editor: createGenerativeEditor(common),
    // Where nothing is kept local a passage need not be placed to be shown.
    verifier: createGenerativeVerifier({ ...common, local: extractive.verifier, pathOf: () => (parts.localOnly.length === 0 ? '' : null) }),
    // An earlier answer may quote what is kept local.
    rewriter: createGenerativeRewriter({ ...common, showsAnswers: parts.localOnly.length === 0 }),
  }
}

/** What every generative skill is made with, or null where no model is named. */
export function modelParts(parts: SkillParts, spend: SpendOrigin) {
  const { model, ledger, caps, priceWindows, clock, random, fences, channel = null, localOnly } = parts
  if (model === null) return null
  const { price = null, channels: _, ...own } = model
  const way = channel === null ? {} : { channel }
  return {
    model: meterModel({ ...own, ...way, price, priceWindows, ledger, caps, clock, random }),
    spend,
    fences,
    isLocal: localOnlyPaths(localOnly),
  }
}
