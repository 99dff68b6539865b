import { type UsualCall, usualCalls } from '../../ledger/usual-calls.ts'
import type { ModelPrice, Purpose } from '../../spec/ledger.ts'

/** Tokens of an average call, or of several together. */
export interface CallTokens {
  readonly input: number
  readonly output: number
}

/** What was really paid for calls of a purpose: sums over settled ledger rows. */
export interface PaidCalls {
  readonly purpose: Purpose
  readonly calls: number
  readonly inputTokens: number
  readonly outputTokens: number
}

/** What a unit of work is expected to take. `cost` is micro-dollars, or tokens where the price is unknown. */
export interface WorkCost {
  readonly tokens: number
  readonly cost: number
}

/** Expected costs of answering live, of serving a prepared answer, and of preparing to each level. */
export interface LevelCosts {
  readonly live: WorkCost
  readonly hit: WorkCost
  /** By level: vector, evidence, draft, verified answer; each with what the ones before it take. */
  readonly levels: readonly [WorkCost, WorkCost, WorkCost, WorkCost]
  /** Checking a prepared answer once what it rests on has changed. */
  readonly check: WorkCost
  /** Distilling a document of average size, and wording its questions. */
  readonly distil: WorkCost
  /** False where costs are counted in tokens, one micro-dollar each. */
  readonly isPriced: boolean
}

export const noWork: WorkCost = { tokens: 0, cost: 0 }

/** Before anything was paid, as the estimate of a first sleep has it. */
const usual: Readonly<Partial<Record<Purpose, CallTokens>>> = {
  ask: usually(usualCalls.reading),
  'pre-answer': usually(usualCalls.reading),
  verify: usually(usualCalls.verifying),
  distil: { input: 4660, output: 1000 },
  predict: { input: 1400, output: 700 },
}

/** The usual figures count like this many calls. */
const usualWeight = 5

/**
 * Costs from what this scope really paid, each purpose's mean shrunk to the usual figures; a live answer is read like a
 * prepared one, so either's calls tell of the other until it has its own. Without a model everything costs nothing.
 */
export function levelCosts(paid: readonly PaidCalls[], model: { readonly price: ModelPrice | null } | null): LevelCosts {
  if (model === null)
    return { live: noWork, hit: noWork, levels: [noWork, noWork, noWork, noWork], check: noWork, distil: noWork, isPriced: true }
  const mean = (purpose: Purpose, prior: CallTokens) =>
    shrunk(
      paid.filter((one) => one.purpose === purpose),
      prior,
    )
  const asleep = mean('pre-answer', usualOf('pre-answer'))
  const costOf = (tokens: CallTokens): WorkCost => {
    const all = tokens.input + tokens.output
    const { price } = model
    return { tokens: all, cost: price === null ? all : tokens.input * price.input + tokens.output * price.output }
  }
  const draft = costOf(asleep)
  const verify = costOf(mean('verify', usualOf('verify')))
  const distil = costOf(mean('distil', usualOf('distil')))
  const predict = costOf(mean('predict', usualOf('predict')))
  return {
    live: costOf(mean('ask', asleep)),
    hit: noWork,
    levels: [noWork, noWork, draft, plus(draft, verify)],
    check: verify,
    distil: plus(distil, predict),
    isPriced: model.price !== null,
  }
}

function usually({ prompt, answer }: UsualCall): CallTokens {
  return { input: prompt, output: answer }
}

function usualOf(purpose: Purpose): CallTokens {
  return usual[purpose] ?? { input: 0, output: 0 }
}

function shrunk(paid: readonly PaidCalls[], prior: CallTokens): CallTokens {
  const calls = paid.reduce((sum, one) => sum + one.calls, usualWeight)
  const input = paid.reduce((sum, one) => sum + one.inputTokens, usualWeight * prior.input)
  const output = paid.reduce((sum, one) => sum + one.outputTokens, usualWeight * prior.output)
  return { input: input / calls, output: output / calls }
}

function plus(one: WorkCost, other: WorkCost): WorkCost {
  return { tokens: one.tokens + other.tokens, cost: one.cost + other.cost }
}
