import { leftToSpend } from '../../ledger/left-to-spend.ts'
import type { SpendCap } from '../../ledger/spend-cap.ts'
import type { StoredQuestion } from '../../predict/questions-table.ts'
import { policyDigest } from '../../spec/policy.ts'
import type { OwedQuestion } from '../owed-questions.ts'
import type { SleepContext } from '../sleep-context.ts'
import { learnedProbability } from './learned-probability.ts'
import { loadPlanFacts, type PlanFacts, type PlanSettings } from './plan-facts.ts'
import { type PlannedQuestion, planQuestions, type SkippedQuestions } from './plan-questions.ts'
import { type PlanReceipt, planReceipt } from './plan-receipt.ts'

/** What decides whether work asleep pays, beside what the scope's own history says. */
export interface PlanTerms extends Omit<PlanSettings, 'budget'> {
  /** Caps of the sleeping side. */
  readonly caps: readonly SpendCap[]
  /** `demand`: a model distils what people ask about. */
  readonly distil: 'demand' | 'all'
}

/** Decides through one sleep which owed questions are prepared, and how far. */
export interface Planner {
  /** Weighs everything owed by now, best first; what of it is prepared has to be told. */
  plan(owed: readonly OwedQuestion[]): Promise<readonly PlannedQuestion<OwedQuestion>[]>
  prepared(planned: readonly PlannedQuestion<OwedQuestion>[]): void
  /** Asks ever of the scope. */
  asks(): Promise<number>
  /** What was weighed in all and whether it was worth it; null where nothing was owed. */
  receipt(): { readonly plan: PlanReceipt; readonly worth: string } | null
}

/** A planner for one run: what it goes by is read when it is first needed, its budget each time. */
export function openPlanner(context: SleepContext, terms: PlanTerms): Planner {
  const { store, scope, clock, run } = context
  const { caps, ...settings } = terms
  const now = clock.now()
  const chosen = new Map<string, PlannedQuestion<OwedQuestion>>()
  let left: readonly SkippedQuestions<OwedQuestion>[] = []
  let stopped: string | null = null
  let known: Promise<{ readonly facts: PlanFacts; readonly probability: (question: StoredQuestion) => number }> | null = null
  let last: PlanFacts | null = null
  const load = async () => {
    const budget = { tokens: null, micros: null }
    const facts = await loadPlanFacts({ store, scope, policy: policyDigest(context.policy), now, settings: { ...settings, budget } })
    return { facts, probability: await learnedProbability(store, scope, now) }
  }
  const facts = () => {
    known ??= load()
    return known
  }
  return {
    async plan(owed) {
      if (owed.length === 0) return []
      const { facts: read, probability } = await facts()
      const budget = await leftToSpend(store.read, caps, { scope, cause: run, side: 'sleep', purpose: 'pre-answer' }, clock.now())
      const explored = new Set([...(read.explored ?? []), ...chosen.keys()])
      last = { ...read, explored, settings: { ...read.settings, budget } }
      const plan = planQuestions(last, owed, probability)
      left = plan.skipped
      stopped = plan.stopped
      return plan.chosen
    },
    prepared(planned) {
      for (const one of planned) chosen.set(one.question.id, one)
    },
    asks: async () => (await facts()).facts.asks,
    receipt() {
      if (last === null) return null
      const skipped = left.map(({ reason, questions }) => ({ reason, questions: questions.filter(({ id }) => !isWhole(chosen.get(id))) }))
      return planReceipt(last, { chosen: [...chosen.values()], skipped: skipped.filter(({ questions }) => questions.length > 0), stopped })
    },
  }
}

/** A question that was prepared short of a verified answer is both: done so far, and left. */
function isWhole(planned: PlannedQuestion<OwedQuestion> | undefined): boolean {
  return planned?.level === 3
}
