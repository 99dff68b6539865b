import { leftToSpend } from '../../ledger/left-to-spend.ts'
import type { SpendCap } from '../../ledger/spend-cap.ts'
import { policyDigest } from '../../spec/policy.ts'
import type { OwedQuestion } from '../owed-questions.ts'
import type { SleepContext } from '../sleep-context.ts'
import { accountDays, accountSince } from './account.ts'
import { learnedProbability } from './learned-probability.ts'
import { type AskHistory, loadCosts, loadHistory, loadPlanFacts, type PlanFacts, type PlanSettings, purseFor } from './plan-facts.ts'
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
  /** The same of some of it, which the receipt does not tell of. */
  weigh(owed: readonly OwedQuestion[]): Promise<readonly PlannedQuestion<OwedQuestion>[]>
  prepared(planned: readonly PlannedQuestion<OwedQuestion>[]): void
  /** What the plan goes by, with what may be spent by now. */
  facts(): Promise<PlanFacts>
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
  let known: Promise<PlanFacts> | null = null
  let last: PlanFacts | null = null
  const weighed = new Map<string, OwedQuestion>()
  let asked: Promise<AskHistory> | null = null
  const load = async (owed: readonly OwedQuestion[]) => {
    const budget = { tokens: null, micros: null }
    const policy = policyDigest(context.policy)
    const embedder = context.embedder.name
    // Without a model nothing goes by it.
    if (settings.model !== null) asked ??= loadHistory(store, scope, { now, embedder })
    const history = await (asked ?? undefined)
    return loadPlanFacts({ store, scope, policy, now, settings: { ...settings, budget }, embedder, history, owed })
  }
  const facts = (owed?: readonly OwedQuestion[]) => {
    // What was asked is the same all through a sleep; of what is owed more may come up, and some be served by then.
    const wanted = (owed ?? []).filter((question) => question.asked + question.missed > 0)
    const isNew = wanted.some(({ id, isServed }) => weighed.get(id)?.isServed !== isServed)
    for (const question of wanted) weighed.set(question.id, question)
    if (known === null || isNew) known = load([...weighed.values()])
    return known
  }
  /** What this sleep has paid meanwhile tells what work costs, and is no more in the purse. */
  const asPaid = async (read: PlanFacts): Promise<PlanFacts> => {
    if (read.purse === undefined || read.purse.left === null) return read
    const costs = await loadCosts(store.read, scope, { now, model: settings.model })
    const account = await accountSince(store.read, scope, now - accountDays * dayMs)
    const paid = { ...read, terms: { ...read.terms, costs }, account }
    return { ...paid, purse: purseFor(paid, read.recurring ?? 0) }
  }
  const current = async (owed?: readonly OwedQuestion[]): Promise<PlanFacts> => {
    const read = await facts(owed)
    const budget = await leftToSpend(store.read, caps, { scope, cause: run, side: 'sleep', purpose: 'pre-answer' }, clock.now())
    return { ...(await asPaid(read)), settings: { ...read.settings, budget } }
  }
  const planNow = async (owed: readonly OwedQuestion[]) => {
    const going = await current(owed)
    // Predictors say anew within a sleep what they expect.
    return { going, plan: planQuestions(going, owed, await learnedProbability(store, scope, now)) }
  }
  return {
    async plan(owed) {
      if (owed.length === 0) return []
      const { going, plan } = await planNow(owed)
      last = going
      left = plan.skipped
      stopped = plan.stopped
      return plan.chosen
    },
    weigh: async (owed) => (owed.length === 0 ? [] : (await planNow(owed)).plan.chosen),
    prepared(planned) {
      for (const one of planned) chosen.set(one.question.id, one)
    },
    facts: () => current(),
    receipt() {
      if (last === null) return null
      const skipped = left.map(({ reason, questions }) => ({ reason, questions: questions.filter(({ id }) => !isWhole(chosen.get(id))) }))
      return planReceipt(last, { chosen: [...chosen.values()], skipped: skipped.filter(({ questions }) => questions.length > 0), stopped })
    },
  }
}

const dayMs = 86_400_000

/** A question that was prepared short of a verified answer is both: done so far, and left. */
function isWhole(planned: PlannedQuestion<OwedQuestion> | undefined): boolean {
  return planned?.level === 3
}
