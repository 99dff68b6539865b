import { z } from 'zod'
import { addSpends } from '../ledger/add-spends.ts'
import { eachThenParked } from '../ledger/channels/each-then-parked.ts'
import { tokenCounter } from '../ledger/count-tokens.ts'
import { type Fences, placeholderFence, withFence } from '../ledger/fence.ts'
import type { LocalOnly } from '../ledger/local-only.ts'
import { modelRecipe } from '../ledger/model-recipe.ts'
import { type SpendOrigin, spendContext } from '../ledger/spend-origin.ts'
import { structuredCall } from '../ledger/structured-call.ts'
import type { Spend } from '../spec/answer.ts'
import type { Claim } from '../spec/claim.ts'
import { digest } from '../spec/digest.ts'
import type { MeteredModel } from '../spec/ledger.ts'
import { questionDigest } from '../spec/normalise-question.ts'
import type { QuestionDraft } from '../spec/question.ts'
import type { QuestionGenerator } from '../spec/skills.ts'
import { buildQuestionPrompt } from './generative/question-prompt.ts'
import { isSelfContained } from './generative/self-contained.ts'

export interface GenerativeQuestionGeneratorOptions {
  readonly model: MeteredModel
  readonly spend: SpendOrigin
  readonly fences: Fences
  /** Words the questions of what no model may see: the extractive generator. */
  readonly local: QuestionGenerator
  readonly isLocal: LocalOnly
}

const version = 1
const outputTokens = 5000
const claimsTokens = 4000
const fixedTokens = 900

const questionsSchema = z.object({
  questions: z.array(
    z.object({
      text: z.string().describe('The question as a person would type it.'),
      claims: z.array(z.number().int()).describe('Numbers of the claims that answer it.'),
      likelihood: z.number().describe('0 to 1: how likely somebody asks it.'),
    }),
  ),
})

/**
 * Words questions by a model from a document's verified claims. A question is kept when it can be understood alone and
 * names claims that exist; the same words come once. Documents that `isLocal` names go to `local`. Many claims are shown
 * in several calls. Throws `model-malformed` where the output cannot be used.
 */
export function createGenerativeQuestionGenerator(options: GenerativeQuestionGeneratorOptions): QuestionGenerator {
  const { model, spend, fences, local, isLocal } = options
  const room = Math.max(400, Math.min(claimsTokens, model.maxPromptTokens - fixedTokens))
  const prompt = buildQuestionPrompt({ path: '', title: null, claims: [] }, placeholderFence)
  const own = modelRecipe({
    skill: 'question generator',
    version,
    model,
    parameters: { room, outputTokens },
    prompt,
    schema: questionsSchema,
  })
  return {
    recipe: digest('generative question generator', own, local.recipe),
    model: model.name,
    async generate(input, call = {}) {
      if (isLocal(input.document.path)) return await local.generate(input, call)
      const { path, title } = input.document
      const drafts = new Map<string, QuestionDraft>()
      const spends: Spend[] = []
      await eachThenParked(await batchesOf(input.claims, room), async (claims) => {
        const numbered = claims.map((claim, index) => ({
          number: index + 1,
          type: claim.type,
          text: claim.text,
          quote: claim.quotes[0]?.text ?? '',
        }))
        const asked = await withFence(fences, (fence) => buildQuestionPrompt({ path, title, claims: numbered }, fence))
        const request = { prompt: asked, schema: questionsSchema, name: 'questions', maxOutputTokens: outputTokens, signal: call.signal }
        const { output, spend: spent } = await structuredCall(model, request, spendContext(spend, 'predict'))
        spends.push(spent)
        for (const question of output.questions) {
          const draft = draftOf(question, claims, path)
          if (draft === null) continue
          const id = questionDigest(draft.text)
          if (!drafts.has(id)) drafts.set(id, draft)
        }
      })
      return { questions: [...drafts.values()], spend: addSpends(spends) }
    },
  }
}

type Worded = z.infer<typeof questionsSchema>['questions'][number]

function draftOf(question: Worded, claims: readonly Claim[], region: string): QuestionDraft | null {
  const text = question.text.replace(/\s+/g, ' ').trim()
  const answering = [...new Set(question.claims)].flatMap((number) => claims[number - 1] ?? [])
  if (answering.length === 0 || !isSelfContained(text)) return null
  const passages = [...new Set(answering.flatMap((claim) => claim.quotes.map((quote) => quote.passage)))]
  const probability = Math.min(1, Math.max(0, Number.isFinite(question.likelihood) ? question.likelihood : 0))
  return { text, origin: 'model', probability, region, about: { kind: 'claim', claims: answering.map((claim) => claim.id), passages } }
}

/** Claims that quotes prove, most salient first, in batches that fit the room. */
async function batchesOf(claims: readonly Claim[], room: number): Promise<readonly (readonly Claim[])[]> {
  const count = await tokenCounter()
  const proved = claims.filter((claim) => claim.stamp !== 'unverified' && claim.quotes.length > 0)
  const batches: Claim[][] = []
  let filled = room
  for (const claim of [...proved].sort((one, other) => other.salience - one.salience)) {
    const tokens = Math.min(room, count(`${claim.text.slice(0, 600)} ${claim.quotes[0]?.text.slice(0, 600) ?? ''}`) + 12)
    const last = batches.at(-1)
    if (last === undefined || filled + tokens > room) {
      batches.push([claim])
      filled = tokens
    } else {
      last.push(claim)
      filled += tokens
    }
  }
  return batches
}
