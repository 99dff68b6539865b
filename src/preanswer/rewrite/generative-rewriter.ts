import { type Fences, placeholderFence, withFence } from '../../ledger/fence.ts'
import { modelRecipe } from '../../ledger/model-recipe.ts'
import { type SpendOrigin, spendContext } from '../../ledger/spend-origin.ts'
import { structuredCall } from '../../ledger/structured-call.ts'
import { ReverieError } from '../../spec/errors.ts'
import { type MeteredModel, noSpend } from '../../spec/ledger.ts'
import type { Rewriter } from '../../spec/skills.ts'
import { isSpared, notWorth } from '../not-worth.ts'
import { buildRewritePrompt, rewriteSchema, shownCharacters, shownTurns } from './rewrite-prompt.ts'

export interface GenerativeRewriterOptions {
  readonly model: MeteredModel
  readonly spend: SpendOrigin
  readonly fences: Fences
  /** Whether the model may read earlier answers: they may quote what is kept local. Questions are shown in any case. */
  readonly showsAnswers: boolean
}

const version = 1
const outputTokens = 1500

/**
 * Rewrites by a model, in one metered call. Fails closed: an error, a time-out, a refused budget or output that does not fit is
 * `unsure`; only `aborted` is thrown.
 */
export function createGenerativeRewriter({ model, spend, fences, showsAnswers }: GenerativeRewriterOptions): Rewriter {
  const context = spendContext(spend, 'rewrite')
  const sample = buildRewritePrompt({ question: '', history: [{ role: 'user', text: '' }] }, placeholderFence)
  return {
    recipe: modelRecipe({
      skill: 'rewriter',
      version,
      model,
      parameters: { outputTokens, shownTurns, shownCharacters },
      prompt: sample,
      schema: rewriteSchema,
    }),
    model: model.name,
    async rewrite({ question, history }, call = {}) {
      if (await isSpared(call)) return { kind: 'unsure', reason: notWorth('a rewriting'), spend: noSpend }
      const shown = history.filter(({ role }) => showsAnswers || role === 'user')
      const prompt = await withFence(fences, (fence) => buildRewritePrompt({ question, history: shown }, fence))
      try {
        const request = { prompt, schema: rewriteSchema, name: 'rewriting', maxOutputTokens: outputTokens, signal: call.signal }
        const { output, spend: spent } = await structuredCall(model, request, context)
        const rewritten = output.question?.trim() ?? ''
        return rewritten === ''
          ? { kind: 'unsure', reason: 'the conversation leaves open what is meant', spend: spent }
          : { kind: 'rewritten', question: rewritten, spend: spent }
      } catch (cause) {
        if (cause instanceof ReverieError && cause.code === 'aborted') throw cause
        const reason = cause instanceof Error ? cause.message : String(cause)
        const failure = cause instanceof ReverieError ? { failure: cause } : {}
        return { kind: 'unsure', reason: `the rewriter failed: ${reason}`, spend: noSpend, ...failure }
      }
    },
  }
}
