import { z } from 'zod'
import { groupPromptInput } from '../distil/generative/group-input.ts'
import { tokenCounter } from '../ledger/count-tokens.ts'
import { type Fences, placeholderFence, withFence } from '../ledger/fence.ts'
import type { LocalOnly } from '../ledger/local-only.ts'
import { modelRecipe } from '../ledger/model-recipe.ts'
import { type SpendOrigin, spendContext } from '../ledger/spend-origin.ts'
import { structuredCall } from '../ledger/structured-call.ts'
import type { Spend } from '../spec/answer.ts'
import type { Claim } from '../spec/claim.ts'
import type { DocumentId } from '../spec/ids.ts'
import { type MeteredModel, noSpend } from '../spec/ledger.ts'
import type { QuestionDraft } from '../spec/question.ts'
import type { GroupInput, Skill, SkillCall } from '../spec/skills.ts'
import { deduplicateQuestions } from './deduplicate.ts'
import { buildSeedPrompt, seedKinds } from './generative/seed-prompt.ts'
import { isSelfContained } from './generative/self-contained.ts'

export interface SeedQuestionsOptions {
  readonly model: MeteredModel
  readonly spend: SpendOrigin
  readonly fences: Fences
  readonly isLocal: LocalOnly
  /** Path of a claim's document, or null where it is not known: then no model sees the claim. */
  readonly pathOf: (document: DocumentId) => string | null
}

/** A distilled folder or topic, as it is asked about. */
export interface Summary extends GroupInput {
  readonly headline: string
}

/** Words questions over a summary: of several files at once, and tasks across them. */
export interface SeedQuestionGenerator extends Skill {
  generate(summary: Summary, call?: SkillCall): Promise<{ readonly questions: readonly QuestionDraft[]; readonly spend: Spend }>
}

const version = 1
const outputTokens = 4000
const shownTokens = 6000
const fixedTokens = 1200

const seedSchema = z.object({
  questions: z.array(
    z.object({
      kind: z.enum(seedKinds).describe('Which of the six kinds it is.'),
      text: z.string().describe('The question as a person would type it.'),
      claims: z.array(z.number().int()).describe('Numbers of all claims that its answer needs.'),
      likelihood: z.number().describe('0 to 1: how likely somebody asks it.'),
    }),
  ),
})

/**
 * One call to a model for a summary: questions of six kinds (structure, summary, aggregation, lookup, use case, creative),
 * origin `distillates`. Kept is what can be understood alone and names claims that exist. Files that `isLocal` names, or
 * that are not known, are not shown; nothing is called where no claim is left. Throws `model-malformed` where the output
 * cannot be used: what was predicted before then stays.
 */
export function createSeedQuestionGenerator({ model, spend, fences, isLocal, pathOf }: SeedQuestionsOptions): SeedQuestionGenerator {
  const room = Math.max(400, Math.min(shownTokens, model.maxPromptTokens - fixedTokens))
  return {
    recipe: modelRecipe({
      skill: 'seed questions',
      version,
      model,
      parameters: { room, outputTokens },
      prompt: buildSeedPrompt({ level: 'module', label: '', headline: null, children: [] }, placeholderFence),
      schema: seedSchema,
    }),
    model: model.name,
    async generate(summary, call = {}) {
      const isLocalClaim = (claim: Claim) => {
        const path = pathOf(claim.document)
        return path === null || isLocal(path)
      }
      const { input, shown } = groupPromptInput(summary, isLocalClaim, isLocal, room, await tokenCounter())
      if (shown.length === 0) return { questions: [], spend: noSpend }
      // A headline may tell of what is not shown.
      const tellsAll = summary.children.every(({ label, claims }) => !isLocal(label) && !claims.some(isLocalClaim))
      const headline = tellsAll ? summary.headline : null
      const prompt = await withFence(fences, (fence) => buildSeedPrompt({ ...input, headline }, fence))
      const request = { prompt, schema: seedSchema, name: 'seed_questions', maxOutputTokens: outputTokens, signal: call.signal }
      const { output, spend: spent } = await structuredCall(model, request, spendContext(spend, 'predict'))
      const drafts = output.questions.flatMap((question) => draftOf(question, shown, summary.subject))
      return { questions: deduplicateQuestions(drafts), spend: spent }
    },
  }
}

type Seeded = z.infer<typeof seedSchema>['questions'][number]

function draftOf(question: Seeded, claims: readonly Claim[], region: string): readonly QuestionDraft[] {
  const text = question.text.replace(/\s+/g, ' ').trim()
  const answering = [...new Set(question.claims)].flatMap((number) => claims[number - 1] ?? [])
  // One number that names nothing means that the model answered from something else.
  if (answering.length === 0 || answering.length < new Set(question.claims).size || !isSelfContained(text)) return []
  const passages = [...new Set(answering.flatMap((claim) => claim.quotes.map((quote) => quote.passage)))]
  const probability = Number.isFinite(question.likelihood) ? Math.min(1, Math.max(0, question.likelihood)) : 0
  const about = { kind: 'claim', claims: answering.map((claim) => claim.id), passages } as const
  return [{ text, origin: 'distillates', probability, region, about }]
}
