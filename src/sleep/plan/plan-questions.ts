import type { StoredQuestion } from '../../predict/questions-table.ts'
import { type AskDemand, type Level, type LevelValue, levelNames, levelValues } from './choose-level.ts'
import { enoughAsks } from './enough-asks.ts'
import { fillBudget } from './fill-budget.ts'
import type { NearDemand } from './near-demand.ts'
import type { PlanFacts } from './plan-facts.ts'
import type { Purse } from './purse.ts'

/** A question that a sleep prepares, and to which level. */
export interface PlannedQuestion<Question> {
  readonly question: Question
  readonly level: Level
  readonly value: LevelValue
  /** Probability of being asked before it expires. */
  readonly probability: number
  readonly why: string
}

/** Questions that a sleep leaves for one reason, in words. */
export interface SkippedQuestions<Question> {
  readonly reason: string
  readonly questions: readonly Question[]
}

export interface QuestionPlan<Question> {
  /** To be prepared in this order. */
  readonly chosen: readonly PlannedQuestion<Question>[]
  readonly skipped: readonly SkippedQuestions<Question>[]
  /** Why nothing more is spent, in words; null where all that is worth doing fits. */
  readonly stopped: string | null
}

/** The part of a question that a plan looks at. */
export type Plannable = Pick<StoredQuestion, 'id' | 'region' | 'pinned' | 'probability' | 'asked' | 'missed'>

export const notWorthIt = 'worth less than preparing them would cost'
export const tooEarly =
  'too little was asked yet to tell whether they will be; reverie sleep --usd (or --budget) prepares them all the same'
export const beyondBudget = 'worth preparing, and more than the budget allows'

/**
 * Which owed questions are worth preparing, how far and in what order: best return for its cost first, within what is left
 * of the budget and of the purse. What a person pinned comes first and is prepared whatever it is worth. Before enough was
 * asked to tell, everything is worth trying as far as these reach; without a model everything is free, and only the order is chosen.
 * Deterministic: a plan that is shown and one that is followed are the same for the same facts.
 */
export function planQuestions<Question extends Plannable>(
  facts: PlanFacts,
  owed: readonly Question[],
  probability: (question: Question) => number,
): QuestionPlan<Question> {
  const all = owed.map((question): Weighed<Question> => {
    const p = Math.min(1, Math.max(0, probability(question) * (facts.asks < enoughAsks ? 1 : (facts.servingRate ?? 1))))
    const known = { standing: facts.standing.get(question.id), near: demandOf(facts.near, question.id) }
    return { question, p, values: levelValues(p, facts.changes.rateOf(question.region), facts.terms, known) }
  })
  if (facts.settings.model === null) {
    const ranked = [...all].sort((a, b) => Number(b.question.pinned) - Number(a.question.pinned) || b.p - a.p)
    return { chosen: ranked.map((one) => whole(one, reasonOf(one.question, one.p))), skipped: [], stopped: null }
  }
  const isTrial = facts.asks < enoughAsks && facts.settings.mandate !== 'schedule'
  return isTrial ? trialPlan(facts, all) : worthPlan(facts, all)
}

/** A question with its chances and what each level of it is worth. */
interface Weighed<Question> {
  readonly question: Question
  readonly p: number
  readonly values: readonly LevelValue[]
}

const onlyCaps: Purse = { left: null, why: '' }

/** In the order given, as far as the purse reaches. */
function trialPlan<Question extends Plannable>(
  { asks, purse = onlyCaps }: PlanFacts,
  all: readonly Weighed<Question>[],
): QuestionPlan<Question> {
  const why = `too little was asked yet to tell (${asks} of ${enoughAsks}): the budget is what holds`
  const tried: Weighed<Question>[] = []
  const left: Question[] = []
  let room = purse.left ?? Number.POSITIVE_INFINITY
  for (const one of all) {
    const { cost } = deepest(one.values)
    if (one.question.pinned || cost <= room) {
      room -= cost
      tried.push(one)
    } else left.push(one.question)
  }
  return {
    chosen: tried.map((one) => whole(one, one.question.pinned ? 'pinned' : why)),
    skipped: left.length === 0 ? [] : [{ reason: purse.why, questions: left }],
    stopped: left.length === 0 ? null : purse.why,
  }
}

/** By the value rule; a sleep that began by itself before enough was asked goes by what was asked alone. */
function worthPlan<Question extends Plannable>(facts: PlanFacts, all: readonly Weighed<Question>[]): QuestionPlan<Question> {
  const { purse = onlyCaps } = facts
  const isKnown = ({ asked, missed }: Question): boolean => facts.asks >= enoughAsks || asked + missed > 0
  const pinned = all.filter(({ question }) => question.pinned).map((one) => whole(one, 'pinned'))
  const others = all.filter(({ question }) => !question.pinned)
  const unknown = others.filter(({ question }) => !isKnown(question)).map(({ question }) => question)
  const { tokens, micros } = facts.settings.budget
  const allowed = least(facts.terms.costs.isPriced ? micros : null, purse.left)
  const filled = fillBudget(
    others.filter(({ question }) => isKnown(question)).map((one) => ({ item: one, values: one.values })),
    { tokens: minus(tokens, sumOf(pinned, 'tokens')), micros: minus(allowed, sumOf(pinned, 'cost')) },
  )
  const chosen = filled.chosen.map(({ item, value }): PlannedQuestion<Question> => {
    return { question: item.question, level: value.level, value, probability: item.p, why: reasonOf(item.question, item.p) }
  })
  const cut = filled.chosen.filter(({ isCut }) => isCut).length + filled.unaffordable.length
  const shallow = chosen.filter(({ level }) => level < 3).map(({ question }) => question)
  const isAffordable = new Set(filled.chosen.filter(({ isCut }) => !isCut).map(({ item }) => item.question))
  // Whichever of purse and caps is the tighter one is what holds.
  const isByPurse = purse.left !== null && allowed === purse.left && (tokens === null || filled.left.tokens !== 0)
  const skipped = [
    { reason: tooEarly, questions: unknown },
    {
      reason: notWorthIt,
      questions: [...filled.worthless.map(({ question }) => question), ...shallow.filter((one) => isAffordable.has(one))],
    },
    {
      reason: isByPurse ? purse.why : beyondBudget,
      questions: [...filled.unaffordable.map(({ question }) => question), ...shallow.filter((one) => !isAffordable.has(one))],
    },
  ].filter(({ questions }) => questions.length > 0)
  const stopped = cut > 0 ? (isByPurse ? purse.why : 'the budget is used up') : unknown.length > 0 ? tooEarly : null
  return { chosen: [...pinned, ...chosen], skipped, stopped }
}

function whole<Question>({ question, p, values }: Weighed<Question>, why: string): PlannedQuestion<Question> {
  return { question, level: 3, value: deepest(values), probability: p, why }
}

/** `12 answers, 3 vectors`. */
export function countLevels(planned: readonly { readonly level: Level }[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { level } of planned) counts[levelNames[level]] = (counts[levelNames[level]] ?? 0) + 1
  return counts
}

function deepest(values: readonly LevelValue[]): LevelValue {
  const last = values.at(-1)
  if (last === undefined) throw new RangeError('a question without levels')
  return last
}

function reasonOf({ pinned, missed, asked }: Plannable, p: number): string {
  if (pinned) return 'pinned'
  const share = p >= 0.01 ? `${Math.round(p * 100)} %` : `${Number((p * 100).toPrecision(1))} %`
  if (missed > 0) return `asked and missed ${missed === 1 ? 'once' : `${missed} times`}; ${share} likely again`
  if (asked > 0) return `asked ${asked === 1 ? 'once' : `${asked} times`}; ${share} likely again`
  return `${share} likely to be asked`
}

function demandOf(near: NearDemand | undefined, id: string): AskDemand | undefined {
  const asks = near?.asks.get(id)
  return near === undefined || asks === undefined ? undefined : { asks, days: near.days }
}

/** The tighter of two limits; null is none. */
function least(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other
  return Math.min(one, other)
}

function minus(cap: number | null, used: number): number | null {
  return cap === null ? null : Math.max(0, cap - used)
}

function sumOf(planned: readonly { readonly value: LevelValue }[], what: 'tokens' | 'cost'): number {
  return planned.reduce((sum, { value }) => sum + value[what], 0)
}
