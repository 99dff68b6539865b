import { type Fences, placeholderFence, withFence } from '../../ledger/fence.ts'
import type { LocalOnly } from '../../ledger/local-only.ts'
import { modelRecipe } from '../../ledger/model-recipe.ts'
import { type SpendOrigin, spendContext } from '../../ledger/spend-origin.ts'
import { structuredCall } from '../../ledger/structured-call.ts'
import { digest } from '../../spec/digest.ts'
import type { MeteredModel } from '../../spec/ledger.ts'
import { normaliseQuestion } from '../../spec/normalise-question.ts'
import type { KeyRequest, KeyWriter, NearMiss } from '../../spec/skills.ts'
import { buildKeyWriterPrompt, writtenKeysSchema } from '../prompts/key-writer-prompt.ts'

export interface GenerativeKeyWriterOptions {
  readonly model: MeteredModel
  readonly spend: SpendOrigin
  readonly fences: Fences
  /** Words the keys of what no model may see: the extractive writer. */
  readonly local: KeyWriter
  readonly isLocal: LocalOnly
}

const version = 1
const outputTokens = 2000
const longestAnswer = 2000
const longestQuote = 1200
const mostQuotes = 4
const longestKey = 250

/**
 * Words keys by a model, in one call: paraphrases in varied vocabulary, near-misses by one edit each, then the neighbours'
 * questions. Answers whose region or citations `isLocal` names go to `local`. Throws `model-malformed` where the output
 * cannot be used: what was there stays.
 */
export function createGenerativeKeyWriter({ model, spend, fences, local, isLocal }: GenerativeKeyWriterOptions): KeyWriter {
  const sample = buildKeyWriterPrompt({ question: '', answer: '', cited: [''] }, placeholderFence)
  const parameters = { outputTokens, longestAnswer, longestQuote, mostQuotes }
  const own = modelRecipe({ skill: 'key writer', version, model, parameters, prompt: sample, schema: writtenKeysSchema })

  function mustStayLocal({ region = '', body, cited }: KeyRequest): boolean {
    // What cannot be placed cannot be allowed.
    if (cited.length < body.quotes.length) return true
    return [region, ...cited.map(({ path }) => path)].some((path) => path !== '' && isLocal(path))
  }

  return {
    recipe: digest('generative key writer', own, local.recipe),
    model: model.name,
    async write(request, call = {}) {
      if (mustStayLocal(request)) return await local.write(request, call)
      const { question, body, neighbours } = request
      const cited = body.quotes.slice(0, mostQuotes).map(({ text }) => text.slice(0, longestQuote))
      const shown = { question, answer: body.text.slice(0, longestAnswer), cited }
      const prompt = await withFence(fences, (fence) => buildKeyWriterPrompt(shown, fence))
      const asked = { prompt, schema: writtenKeysSchema, name: 'keys', maxOutputTokens: outputTokens, signal: call.signal }
      const { output, spend: spent } = await structuredCall(model, asked, spendContext(spend, 'predict'))
      const seen = new Set([normaliseQuestion(question)])
      const paraphrases = output.paraphrases.map(oneLine).filter((text) => isUsable(text, seen))
      const edited = output.near_misses.map(({ text, edit }): NearMiss => ({ text: oneLine(text), edit }))
      return {
        paraphrases,
        nearMisses: [
          ...edited.filter(({ text }) => isUsable(text, seen)),
          ...neighbours.map((text): NearMiss => ({ text, edit: 'neighbour' })),
        ],
        spend: spent,
      }
    },
  }
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/** At least two words, not too long, and not said before. */
function isUsable(text: string, seen: Set<string>): boolean {
  const normalised = normaliseQuestion(text)
  if (normalised.split(' ').length < 2 || text.length > longestKey || seen.has(normalised)) return false
  seen.add(normalised)
  return true
}
