import { type Fences, placeholderFence, withFence } from '../ledger/fence.ts'
import type { LocalOnly } from '../ledger/local-only.ts'
import { modelRecipe } from '../ledger/model-recipe.ts'
import { type SpendOrigin, spendContext } from '../ledger/spend-origin.ts'
import { structuredCall } from '../ledger/structured-call.ts'
import type { AnswerBody } from '../spec/answer.ts'
import { ReverieError } from '../spec/errors.ts'
import type { PassageId } from '../spec/ids.ts'
import { type MeteredModel, noSpend } from '../spec/ledger.ts'
import type { PairInput, PairJudge } from './pair-judge.ts'
import { buildPairJudgePrompt, pairVerdictSchema } from './prompts/pair-judge-prompt.ts'

export interface GenerativePairJudgeOptions {
  readonly model: MeteredModel
  readonly spend: SpendOrigin
  readonly fences: Fences
  readonly isLocal: LocalOnly
  /** Path of a cited passage that the evidence at hand does not hold, or null where it is not known: then no model sees it. */
  readonly pathOf: (passage: PassageId) => string | null
}

const version = 1
const outputTokens = 1000
const thrown: ReadonlySet<string> = new Set(['aborted', 'budget-refused', 'parked'])

/**
 * Compares two answers by a model, spending as `shadow`. Fails closed: an error, a time-out or output that does not fit the schema is `unsure`;
 * what no model may see is `unsure` without a call. Only `aborted`, `budget-refused` and `parked` are thrown.
 */
export function createGenerativePairJudge({ model, spend, fences, isLocal, pathOf }: GenerativePairJudgeOptions): PairJudge {
  const context = spendContext(spend, 'shadow')
  const empty = { text: '', cited: [''] }
  const prompt = buildPairJudgePrompt({ question: '', first: empty, second: empty }, placeholderFence)
  const recipe = modelRecipe({ skill: 'pair judge', version, model, parameters: { outputTokens }, prompt, schema: pairVerdictSchema })

  function mustStayLocal({ first, second, evidence, region = '' }: PairInput): boolean {
    if (region !== '' && isLocal(region)) return true
    const paths = new Map(evidence.map((unit) => [unit.passage, unit.path]))
    return [...first.quotes, ...second.quotes].some((quote) => {
      const path = paths.get(quote.passage) ?? pathOf(quote.passage)
      return path === null || isLocal(path)
    })
  }

  return {
    recipe,
    model: model.name,
    async judgePair(input, call = {}) {
      if (mustStayLocal(input)) return { kind: 'unsure', reason: 'no model may see what it cites', spend: noSpend }
      const pair = { question: input.question, first: shown(input.first), second: shown(input.second) }
      try {
        const asked = await withFence(fences, (fence) => buildPairJudgePrompt(pair, fence))
        const request = {
          prompt: asked,
          schema: pairVerdictSchema,
          name: 'comparison',
          maxOutputTokens: outputTokens,
          signal: call.signal,
        }
        const { output, spend: spent } = await structuredCall(model, request, context)
        return { kind: output.better, reason: output.difference, spend: spent }
      } catch (cause) {
        if (!(cause instanceof ReverieError) || thrown.has(cause.code)) throw cause
        return { kind: 'unsure', reason: `the judge failed: ${cause.message}`, spend: noSpend, failure: cause }
      }
    },
  }
}

function shown({ text, quotes }: AnswerBody): { readonly text: string; readonly cited: readonly string[] } {
  return { text, cited: quotes.map((quote) => quote.text) }
}
