import { type Fences, placeholderFence, withFence } from '../ledger/fence.ts'
import type { LocalOnly } from '../ledger/local-only.ts'
import { modelRecipe } from '../ledger/model-recipe.ts'
import { type SpendOrigin, spendContext } from '../ledger/spend-origin.ts'
import { structuredCall } from '../ledger/structured-call.ts'
import type { AnswerBody } from '../spec/answer.ts'
import { digest } from '../spec/digest.ts'
import { ReverieError } from '../spec/errors.ts'
import type { PassageId } from '../spec/ids.ts'
import { type MeteredModel, noSpend } from '../spec/ledger.ts'
import type { ScoredUnit, Verdict, Verifier } from '../spec/skills.ts'
import { judgedSentences } from './generative/judged-sentences.ts'
import { isSpared, notWorth } from './not-worth.ts'
import { answerVerdictSchema, buildAnswerVerifierPrompt, type JudgedSentence } from './prompts/answer-verifier-prompt.ts'
import {
  buildMatchChoicePrompt,
  buildMatchVerifierPrompt,
  matchChoiceSchema,
  matchVerdictSchema,
  mostChoiceCharacters,
  shownWhole,
} from './prompts/match-verifier-prompt.ts'

export interface GenerativeVerifierOptions {
  readonly model: MeteredModel
  readonly spend: SpendOrigin
  readonly fences: Fences
  /** Judges what no model may see: the extractive verifier. */
  readonly local: Verifier
  readonly isLocal: LocalOnly
  /** Path of a cited passage that the evidence at hand does not hold, or null where it is not known: then no model sees it. */
  readonly pathOf: (passage: PassageId) => string | null
}

const version = 2
const outputTokens = 3000

/**
 * Judges by a model. An answer: every quote must be in the evidence and every sentence must cite (both checked without the
 * model, a failure is `unsupported`), then each sentence is judged against its citation. A match: the question asked, the
 * question prepared for, the answer and its cited spans. Fails closed: an error, a time-out or a gap in the output is
 * `unsure`. Only `aborted`, `parked`, and for answers `budget-refused`, are thrown.
 */
export function createGenerativeVerifier({ model, spend, fences, local, isLocal, pathOf }: GenerativeVerifierOptions): Verifier {
  const context = spendContext(spend, 'verify')
  const answerSample = buildAnswerVerifierPrompt(
    { question: '', sentences: [{ text: '', cited: [{ quote: '', context: '' }] }] },
    placeholderFence,
  )
  const matchSample = buildMatchVerifierPrompt({ question: '', preparedFor: '', answer: '', cited: [''] }, placeholderFence)
  const choiceSample = buildMatchChoicePrompt({ question: '', prepared: [{ preparedFor: '', answer: '' }] }, placeholderFence)
  const parameters = { outputTokens }
  const recipe = digest(
    'generative verifier',
    modelRecipe({ skill: 'answer', version, model, parameters, prompt: answerSample, schema: answerVerdictSchema }),
    modelRecipe({ skill: 'match', version, model, parameters, prompt: matchSample, schema: matchVerdictSchema }),
    modelRecipe({ skill: 'choice', version, model, parameters, prompt: choiceSample, schema: matchChoiceSchema }),
    local.recipe,
  )

  function mustStayLocal(body: AnswerBody, evidence: readonly ScoredUnit[], region = ''): boolean {
    if (region !== '' && isLocal(region)) return true
    const paths = new Map(evidence.map((unit) => [unit.passage, unit.path]))
    return body.quotes.some((quote) => {
      const path = paths.get(quote.passage) ?? pathOf(quote.passage)
      return path === null || isLocal(path)
    })
  }

  return {
    recipe,
    model: model.name,
    async judgeAnswer(input, call = {}) {
      if (mustStayLocal(input.body, input.evidence, input.region)) return await local.judgeAnswer(input, call)
      const checked = judgedSentences(input.body, input.evidence)
      if (!checked.ok) return { kind: 'unsupported', reason: checked.reason, spend: noSpend }
      if (await isSpared(call)) return spared
      const judged = { question: input.question, sentences: checked.sentences }
      const prompt = await withFence(fences, (fence) => buildAnswerVerifierPrompt(judged, fence))
      return await closed(['budget-refused', 'parked'], async () => {
        const request = { prompt, schema: answerVerdictSchema, name: 'verdicts', maxOutputTokens: outputTokens, signal: call.signal }
        const { output, spend: spent } = await structuredCall(model, request, context)
        return { ...answerVerdict(checked.sentences, output), spend: spent }
      })
    },
    async judgeMatch(input, call = {}) {
      if (mustStayLocal(input.body, input.live, input.region)) return await local.judgeMatch(input, call)
      if (await isSpared(call)) return spared
      const { question, preparedFor, body } = input
      const match = { question, ...shownWhole(preparedFor, body) }
      const prompt = await withFence(fences, (fence) => buildMatchVerifierPrompt(match, fence))
      return await closed(['parked'], async () => {
        const request = { prompt, schema: matchVerdictSchema, name: 'verdict', maxOutputTokens: outputTokens, signal: call.signal }
        const { output, spend: spent } = await structuredCall(model, request, context)
        const kind = output.verdict === 'same' ? 'supported' : output.verdict === 'different' ? 'unsupported' : 'unsure'
        return { kind, reason: output.difference, spend: spent }
      })
    },
    async chooseMatch({ question, candidates, live }, call = {}) {
      if (candidates.some(({ body, region }) => mustStayLocal(body, live, region))) return null
      if (candidates.some(({ body }) => body.text.length > mostChoiceCharacters)) return null
      if (await isSpared(call)) return candidates.map(() => spared)
      const choice = { question, prepared: candidates.map(({ preparedFor, body }) => ({ preparedFor, answer: body.text })) }
      const prompt = await withFence(fences, (fence) => buildMatchChoicePrompt(choice, fence))
      let chosen: number | null = null
      const told = await closed(['parked'], async () => {
        const request = { prompt, schema: matchChoiceSchema, name: 'choice', maxOutputTokens: outputTokens, signal: call.signal }
        const { output, spend: spent } = await structuredCall(model, request, context)
        chosen = candidates[output.choice - 1] === undefined ? null : output.choice - 1
        // A number that none of them has is no choice, and none of nothing said is "none".
        const kind = chosen !== null ? 'supported' : output.choice === 0 ? 'unsupported' : 'unsure'
        return { kind, reason: output.difference, spend: spent }
      })
      // One call: its spend and its failure are told once.
      return candidates.map((_, at): Verdict => {
        if (at === (chosen ?? 0)) return told
        return chosen === null
          ? { kind: told.kind, reason: told.reason, spend: noSpend }
          : { kind: 'unsure', reason: anotherChosen, spend: noSpend }
      })
    },
  }
}

const anotherChosen = 'another one was chosen'

const spared: Verdict = { kind: 'unsure', reason: notWorth('a judgement'), spend: noSpend, isSpared: true }

/** Runs a judgement; whatever fails is unsure, but for being stopped and the codes named. */
async function closed(thrown: readonly string[], judge: () => Promise<Verdict>): Promise<Verdict> {
  try {
    return await judge()
  } catch (cause) {
    if (cause instanceof ReverieError && (cause.code === 'aborted' || thrown.includes(cause.code))) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    const failure = cause instanceof ReverieError ? { failure: cause } : {}
    const spend = cause instanceof ReverieError ? (cause.spend ?? noSpend) : noSpend
    return { kind: 'unsure', reason: `the verifier failed: ${reason}`, spend, ...failure }
  }
}

interface Judged {
  readonly sentences: readonly {
    readonly number: number
    readonly verdict: 'supported' | 'unsupported' | 'unsure'
    readonly reason: string
  }[]
  readonly answers: 'yes' | 'no' | 'unsure'
}

/** Unsupported beats unsure beats supported; a sentence without a verdict is unsure. */
function answerVerdict(sentences: readonly JudgedSentence[], { sentences: judged, answers }: Judged): Omit<Verdict, 'spend'> {
  const bad = judged.find(({ verdict }) => verdict === 'unsupported')
  if (bad !== undefined) return { kind: 'unsupported', reason: `sentence ${bad.number}: ${bad.reason}` }
  if (answers === 'no') return { kind: 'unsupported', reason: 'it answers another question' }
  const supported = new Set(judged.filter(({ verdict }) => verdict === 'supported').map(({ number }) => number))
  const open = sentences.findIndex(
    (_, index) => !supported.has(index + 1) || judged.some((one) => one.number === index + 1 && one.verdict === 'unsure'),
  )
  if (open !== -1) return { kind: 'unsure', reason: `sentence ${open + 1} is not decided` }
  if (answers !== 'yes') return { kind: 'unsure', reason: 'whether it answers the question is not decided' }
  return { kind: 'supported', reason: `${sentences.length} of ${sentences.length} sentences supported by what they cite` }
}
