import { addSpends } from '../ledger/add-spends.ts'
import { tokenCounter } from '../ledger/count-tokens.ts'
import { type Fences, withFence } from '../ledger/fence.ts'
import { type LocalOnly, splitLocalOnly } from '../ledger/local-only.ts'
import { modelRecipe } from '../ledger/model-recipe.ts'
import { type SpendOrigin, spendContext } from '../ledger/spend-origin.ts'
import type { Spend } from '../spec/answer.ts'
import type { Quote } from '../spec/claim.ts'
import { digest } from '../spec/digest.ts'
import { ReverieError } from '../spec/errors.ts'
import { type FinishReason, type MeteredModel, noSpend, type SpendContext } from '../spec/ledger.ts'
import { defaultPolicy } from '../spec/policy.ts'
import type { Reader, Reading, ReadRequest, ScoredUnit, SkillCall } from '../spec/skills.ts'
import { citedSentences } from './generative/cited-sentences.ts'
import { numberCitations } from './generative/number-citations.ts'
import { refusalGate } from './generative/refusal-gate.ts'
import { buildReaderPrompt, promptUnits, refusalToken } from './prompts/reader-prompt.ts'

export interface GenerativeReaderOptions {
  readonly model: MeteredModel
  readonly spend: SpendOrigin
  readonly fences: Fences
  /** Reads what no model may see: the extractive reader. */
  readonly local: Reader
  readonly isLocal: LocalOnly
}

const version = 2
const outputTokens = 3000

/**
 * Answers by a model from the evidence alone: cited prose whose marks `[n]` are the positions of the answer's quotes, each
 * the verbatim unit cited. Streams the text as it will be stored. Evidence that `isLocal` names never enters the prompt;
 * where the model finds no answer in the rest, `local` reads it. Throws `model-malformed` where the answer was cut off.
 */
export function createGenerativeReader({ model, spend, fences, local, isLocal }: GenerativeReaderOptions): Reader {
  const sample: ReadRequest = { question: '', evidence: [], policy: defaultPolicy }
  const own = modelRecipe({
    skill: 'reader',
    version,
    model,
    parameters: { outputTokens, promptUnits },
    prompt: buildReaderPrompt(sample),
    schema: null,
  })
  const purpose = spendContext(spend, spend.side === 'ask' ? 'ask' : 'pre-answer')

  async function readByModel(request: ReadRequest, call: SkillCall & { readonly onText?: (delta: string) => void }): Promise<Reading> {
    const fitting = await fitEvidence(request, model.maxPromptTokens)
    if (fitting.evidence.length === 0) return none('no passage fits the prompt')
    const gate = refusalGate()
    const numbering = numberCitations(fitting.evidence.length)
    let text = ''
    const pass = (delta: string) => {
      if (delta === '') return
      text += delta
      call.onText?.(delta)
    }
    const prompt = { prompt: await withFence(fences, (fence) => buildReaderPrompt(fitting, fence)), maxOutputTokens: outputTokens }
    const options = call.signal === undefined ? prompt : { ...prompt, abortSignal: call.signal }
    const take = (delta: string) => pass(numbering.push(gate.push(delta)))
    const { finishReason, spend: spent } =
      call.onText === undefined ? await readWhole(model, options, purpose, take) : await model.stream(options, purpose, take)
    pass(numbering.push(gate.end()) + numbering.end())
    if (gate.refused() || text.includes(refusalToken)) return { ...none('the passages do not state the answer'), spend: spent }
    if (finishReason === 'length') {
      throw new ReverieError('model-malformed', `${model.name} did not finish its answer within ${outputTokens} tokens.`, {
        hint: 'Ask for less at once.',
      })
    }
    const quotes = numbering.cited.flatMap((number) => quoteOf(fitting.evidence[number - 1]))
    if (quotes.length === 0) return { ...none('the model cited nothing'), spend: spent }
    const sentences = citedSentences(text)
    const cited = sentences.filter((sentence) => sentence.citations.length > 0).length
    return {
      kind: 'answer',
      body: { shape: 'prose', text: text.trim(), quotes, notes: [] },
      confidence: sentences.length === 0 ? 0 : cited / sentences.length,
      spend: spent,
    }
  }

  return {
    recipe: digest('generative reader', own, local.recipe),
    model: model.name,
    async read(request, call = {}) {
      const { region = '' } = request
      if (region !== '' && isLocal(region)) return await local.read(request, call)
      const { shown, kept } = splitLocalOnly(request.evidence, isLocal)
      const reading =
        shown.length === 0 ? none('nothing was found that a model may read') : await readByModel({ ...request, evidence: shown }, call)
      if (reading.kind === 'answer' || kept.length === 0) return reading
      const fallback = await local.read({ ...request, evidence: kept }, call)
      return { ...fallback, spend: addSpends([reading.spend, fallback.spend]) }
    },
  }
}

/** Where nobody watches nothing is streamed: an answer that breaks off is then asked for again. */
async function readWhole(
  model: MeteredModel,
  options: Parameters<MeteredModel['generate']>[0],
  purpose: SpendContext,
  take: (text: string) => void,
): Promise<{ readonly finishReason: FinishReason; readonly spend: Spend }> {
  const { result, text, spend } = await model.generate(options, purpose)
  take(text)
  return { finishReason: result.finishReason.unified, spend }
}

/** As much of the evidence, best first, as the prompt may hold. */
async function fitEvidence(request: ReadRequest, most: number): Promise<ReadRequest> {
  const count = await tokenCounter()
  const fixed = { ...request, evidence: [] }
  let left =
    most -
    buildReaderPrompt(fixed).reduce(
      (sum, { content }) =>
        sum + count(typeof content === 'string' ? content : content.map((part) => (part.type === 'text' ? part.text : '')).join('\n')),
      40,
    )
  const evidence: ScoredUnit[] = []
  const charged = new Set<string>()
  for (const unit of request.evidence.slice(0, promptUnits)) {
    const alone = buildReaderPrompt({ ...fixed, evidence: [unit] })[1]
    const block = typeof alone?.content === 'object' && alone.content[0]?.type === 'text' ? alone.content[0].text : ''
    const tokens = charged.has(unit.passage) ? count(unit.text) + 8 : count(block)
    if (tokens > left) break
    left -= tokens
    charged.add(unit.passage)
    evidence.push(unit)
  }
  return { ...request, evidence }
}

function quoteOf(unit: ScoredUnit | undefined): readonly Quote[] {
  if (unit === undefined) return []
  const { passage, version, start, end } = unit
  return [{ passage, version, start, end, text: unit.passageText.slice(start, end) }]
}

function none(reason: string): Extract<Reading, { kind: 'none' }> {
  return { kind: 'none', reason, confidence: 1, spend: noSpend }
}
