import { type UsualCall, usualCalls } from '../ledger/usual-calls.ts'
import { liveWorth, type PlanFacts } from './plan/plan-facts.ts'

/** Part of the asks for an answer that keys worded by a model bring to it and that would be answered live without them. */
const brought = 0.15

/** For which answers further keys worded by a model pay. */
export interface KeysThatPay {
  /** Wording an answer's keys and judging each: micro-dollars, or tokens where no price is known. */
  readonly costEach: number
  /** Asks of an answer's question, from which on as many again spare more than its keys cost. */
  readonly leastAsked: number
}

/** What keys cost, at so many for an answer, against what the asks they bring spare. */
export function keysThatPay({ settings, terms }: Pick<PlanFacts, 'settings' | 'terms'>, keys: number): KeysThatPay {
  const price = settings.model?.price ?? { input: 1, output: 1 }
  const of = ({ prompt, answer }: UsualCall) => prompt * price.input + answer * price.output
  const costEach = terms.priceFactor * (of(usualCalls.wording) + keys * of(usualCalls.matching))
  return { costEach, leastAsked: costEach === 0 ? 1 : Math.max(1, Math.ceil(costEach / (brought * liveWorth(terms)))) }
}
