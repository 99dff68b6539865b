import { microsPerDollar } from '../../ledger/money.ts'
import { breakEvenProbability } from './break-even.ts'
import type { PlanFacts } from './plan-facts.ts'
import { countLevels, type Plannable, type QuestionPlan } from './plan-questions.ts'

/** A plan as a sleep's receipt keeps it. */
export interface PlanReceipt {
  readonly considered: number
  /** Chosen, by how far they were to be prepared. */
  readonly prepared: Readonly<Record<string, number>>
  readonly skipped: readonly { readonly reason: string; readonly count: number }[]
  /** Expected saving less cost of the chosen, in dollars, or null where a price is unknown. */
  readonly value: number | null
}

/** What was weighed and whether anything was worth it; null where nothing was owed, so that there was nothing to weigh. */
export function planReceipt<Question extends Plannable>(
  facts: PlanFacts,
  { chosen, skipped, stopped }: QuestionPlan<Question>,
): { readonly plan: PlanReceipt; readonly worth: string } | null {
  const left = new Set(skipped.flatMap(({ questions }) => questions))
  const considered = new Set([...chosen.map(({ question }) => question), ...left]).size
  if (considered === 0) return null
  const value = chosen.reduce((sum, one) => sum + one.value.net, 0)
  const plan: PlanReceipt = {
    considered,
    prepared: countLevels(chosen),
    skipped: skipped.map(({ reason, questions }) => ({ reason, count: questions.length })),
    value: facts.terms.costs.isPriced ? value / microsPerDollar : null,
  }
  const paid = chosen.filter(({ level }) => level >= 2).length
  if (facts.settings.model === null) return { plan, worth: 'Everything was worth doing: without a model it costs nothing.' }
  if (paid === 0) return { plan, worth: `Nothing was worth doing: ${stopped ?? whyNothing(facts, considered)}.` }
  const rest = considered - paid
  return {
    plan,
    worth: `${paid} of ${considered} ${considered === 1 ? 'question was' : 'questions were'} worth a model call${rest > 0 && stopped !== null ? `; ${stopped}` : ''}.`,
  }
}

function whyNothing(facts: PlanFacts, considered: number): string {
  const least = breakEvenProbability(facts)
  const change =
    least === null ? 'at these costs none would be' : `one would have to be ${Number((least * 100).toPrecision(2))} % likely to be asked`
  return `${considered === 1 ? 'the question owed is' : `${considered} questions owed are`} worth less than preparing costs; ${change}`
}
