import { addSpends } from '../ledger/add-spends.ts'
import { eachThenParked } from '../ledger/channels/each-then-parked.ts'
import { tokenCounter } from '../ledger/count-tokens.ts'
import { type Fences, placeholderFence, withFence } from '../ledger/fence.ts'
import type { LocalOnly } from '../ledger/local-only.ts'
import { modelRecipe } from '../ledger/model-recipe.ts'
import { type SpendOrigin, spendContext } from '../ledger/spend-origin.ts'
import { structuredCall } from '../ledger/structured-call.ts'
import type { Claim, ClaimDraft } from '../spec/claim.ts'
import { digest } from '../spec/digest.ts'
import { ReverieError } from '../spec/errors.ts'
import type { DocumentId } from '../spec/ids.ts'
import { type MeteredModel, noSpend } from '../spec/ledger.ts'
import type { Distiller, GroupInput, SkillCall, SkillDocument } from '../spec/skills.ts'
import { claimsOfWindow } from './generative/claims-of-window.ts'
import { buildDistilPrompt, buildGroupPrompt } from './generative/distil-prompt.ts'
import { documentSchema, groupSchema } from './generative/distil-schema.ts'
import { cutWindows } from './generative/distil-windows.ts'
import { groupPromptInput } from './generative/group-input.ts'

export interface GenerativeDistillerOptions {
  readonly model: MeteredModel
  readonly spend: SpendOrigin
  readonly fences: Fences
  /** Distils what no model may see: the extractive distiller. */
  readonly local: Distiller
  readonly isLocal: LocalOnly
  /** Path of a claim's document, or null where it is not known: then no model sees the claim. */
  readonly pathOf: (document: DocumentId) => string | null
}

const version = 1
const documentOutputTokens = 8000
const groupOutputTokens = 3000
/** Beyond this a model begins to overlook what stands in the middle; longer documents are read in windows. */
const windowTokens = 6000
/** Room in the prompt for the fixed words and the schema. */
const fixedTokens = 1400

/**
 * Distils by a model: claims as structured output, each proved by quotes that are checked against the passages. Long
 * documents are read in windows. What `isLocal` names is given to `local` instead and never enters a prompt.
 * Throws `model-malformed` where the output cannot be used; nothing half-read is returned.
 */
export function createGenerativeDistiller({ model, spend, fences, local, isLocal, pathOf }: GenerativeDistillerOptions): Distiller {
  const room = Math.max(500, Math.min(windowTokens, model.maxPromptTokens - fixedTokens))
  const purpose = spendContext(spend, 'distil')
  const documentPrompt = buildDistilPrompt({ path: '', title: null, window: { part: 1, of: 1, pieces: [] } }, placeholderFence)
  const groupPrompt = buildGroupPrompt({ level: 'module', label: '', children: [] }, placeholderFence)
  const parameters = { windowTokens: room, documentOutputTokens, groupOutputTokens }
  const recipe = digest(
    'generative distiller',
    modelRecipe({ skill: 'document', version, model, parameters, prompt: documentPrompt, schema: documentSchema }),
    modelRecipe({ skill: 'group', version, model, parameters, prompt: groupPrompt, schema: groupSchema }),
    local.recipe,
  )

  async function distilWindows(document: SkillDocument, call: SkillCall) {
    const windows = await cutWindows(document.passages, room, await tokenCounter())
    return await eachThenParked(windows, async (window) => {
      const prompt = await withFence(fences, (fence) => buildDistilPrompt({ path: document.path, title: document.title, window }, fence))
      const request = { prompt, schema: documentSchema, name: 'claims', maxOutputTokens: documentOutputTokens, signal: call.signal }
      return await structuredCall(model, request, purpose)
    })
  }

  return {
    recipe,
    model: model.name,
    async distilDocument(document, call = {}) {
      if (isLocal(document.path)) return await local.distilDocument(document, call)
      const windows = await distilWindows(document, call)
      if (windows.length === 0) return await local.distilDocument(document, call)
      const headline = oneLine(windows.map(({ output }) => output.headline).find((line) => line.trim() !== '') ?? '')
      if (headline === '') throw emptyOutput(model, document.path)
      const claims = once(windows.flatMap(({ output }) => claimsOfWindow(output, document.passages)))
      return { headline, claims, spend: addSpends(windows.map((window) => window.spend)) }
    },
    async distilGroup(group, call = {}) {
      const isLocalClaim = (claim: Claim) => {
        const path = pathOf(claim.document)
        return path === null || isLocal(path)
      }
      const { input, shown } = groupPromptInput(group, isLocalClaim, isLocal, room, await tokenCounter())
      if (shown.length === 0) return { ...(await local.distilGroup(group, call)), spend: noSpend }
      const prompt = await withFence(fences, (fence) => buildGroupPrompt(input, fence))
      const request = { prompt, schema: groupSchema, name: 'summary', maxOutputTokens: groupOutputTokens, signal: call.signal }
      const { output, spend: spent } = await structuredCall(model, request, purpose)
      const chosen = [...new Set(output.claims)].flatMap((number) => shown[number - 1] ?? [])
      const headline = oneLine(output.headline)
      if (headline === '' || chosen.length === 0) throw emptyOutput(model, group.label)
      return { headline, claims: [...chosen, ...unseen(group, isLocalClaim)], spend: spent }
    },
  }
}

/** Claims no model may see still belong to the group; the most needed of them follow those chosen. */
function unseen(group: GroupInput, isLocalClaim: (claim: Claim) => boolean): readonly Claim[] {
  const claims = group.children.flatMap((child) => child.claims.filter(isLocalClaim))
  return claims.sort((one, other) => other.salience - one.salience).slice(0, 10)
}

/** The same statement from two windows is one claim; the better proved one stays. */
function once(claims: readonly ClaimDraft[]): readonly ClaimDraft[] {
  const rank = { exact: 0, fuzzy: 1, unverified: 2 } as const
  const kept = new Map<string, ClaimDraft>()
  for (const claim of claims) {
    const key = digest(claim.type, claim.subject.toLowerCase(), claim.text.toLowerCase())
    const before = kept.get(key)
    if (before === undefined || rank[claim.stamp] < rank[before.stamp]) kept.set(key, claim)
  }
  return [...kept.values()]
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

function emptyOutput(model: MeteredModel, item: string): ReverieError {
  return new ReverieError('model-malformed', `${model.name} returned an empty summary of ${item}.`, {
    hint: 'What was there before is kept.',
  })
}
