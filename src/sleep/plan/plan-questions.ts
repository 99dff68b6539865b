import type { StoredQuestion } from '../../predict/questions-table.ts'
import { type Level, type LevelValue, levelNames, levelValues } from './choose-level.ts'
import { beyondExploring, mostExplored } from './exploring.ts'
import { fillBudget } from './fill-budget.ts'
import type { PlanFacts } from './plan-facts.ts'
import { enoughAsks, stopsAtFloor } from './stop-rule.ts'

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
export const beyondBudget = 'worth preparing, and more than the budget allows'

/**
 * Which owed questions are worth preparing, how far and in what order: best return for its cost first, within what is left
 * of the budget. What a person pinned comes first and is prepared whatever it is worth. Before enough was asked to tell,
 * everything is worth trying up to a number that grows with the asks, and the budget holds; without a model everything is free, and only the order is chosen.
 * Deterministic: a plan that is shown and one that is followed are the same for the same facts.
 */
export function planQuestions<Question extends Plannable>(
  facts: PlanFacts,
  owed: readonly Question[],
  probability: (question: Question) => number,
): QuestionPlan<Question> {
  const all = owed.map((question) => {
    const p = Math.min(1, Math.max(0, probability(question)))
    return { question, p, values: levelValues(p, facts.changes.rateOf(question.region), facts.terms, facts.standing.get(question.id)) }
  })
  const whole = (one: (typeof all)[number], why: string): PlannedQuestion<Question> => ({
    question: one.question,
    level: 3,
    value: deepest(one.values),
    probability: one.p,
    why,
  })
  if (facts.settings.model === null) {
    const ranked = [...all].sort((a, b) => Number(b.question.pinned) - Number(a.question.pinned) || b.p - a.p)
    return { chosen: ranked.map((one) => whole(one, reasonOf(one.question, one.p))), skipped: [], stopped: null }
  }
  if (facts.asks < enoughAsks) {
    const why = `too little was asked yet to tell (${facts.asks} of ${enoughAsks}): the budget is what holds`
    const { explored = new Set<string>() } = facts
    let room = mostExplored(facts.asks) - explored.size
    const tried = all.filter(({ question: { id, pinned, missed } }) => pinned || missed > 0 || explored.has(id) || room-- > 0)
    const isTried = new Set(tried)
    const left = all.filter((one) => !isTried.has(one)).map(({ question }) => question)
    return {
      chosen: tried.map((one) => whole(one, one.question.pinned ? 'pinned' : why)),
      skipped: left.length === 0 ? [] : [{ reason: beyondExploring, questions: left }],
      stopped: left.length === 0 ? null : beyondExploring,
    }
  }
  const pinned = all.filter(({ question }) => question.pinned).map((one) => whole(one, 'pinned'))
  const free = all.filter(({ question }) => !question.pinned)
  const floor = stopsAtFloor({
    account: facts.account,
    returnFloor: facts.settings.returnFloor ?? 1,
    valueOfSecond: facts.terms.valueOfSecond,
  })
  const { tokens, micros } = facts.settings.budget
  const left = { tokens: minus(tokens, sumOf(pinned, 'tokens')), micros: minus(micros, sumOf(pinned, 'cost')) }
  const filled = fillBudget(
    free.map((one) => ({ item: one, values: floor === null ? one.values : one.values.filter(({ tokens: needed }) => needed === 0) })),
    facts.terms.costs.isPriced ? left : { tokens: left.tokens, micros: null },
  )
  const chosen = filled.chosen.map(({ item, value }): PlannedQuestion<Question> => {
    return { question: item.question, level: value.level, value, probability: item.p, why: reasonOf(item.question, item.p) }
  })
  const cut = filled.chosen.filter(({ isCut }) => isCut).length + filled.unaffordable.length
  const shallow = chosen.filter(({ level }) => level < 3).map(({ question }) => question)
  const isAffordable = new Set(filled.chosen.filter(({ isCut }) => !isCut).map(({ item }) => item.question))
  const skipped = [
    {
      reason: floor ?? notWorthIt,
      questions: [...filled.worthless.map(({ question }) => question), ...shallow.filter((one) => isAffordable.has(one))],
    },
    {
      reason: beyondBudget,
      questions: [...filled.unaffordable.map(({ question }) => question), ...shallow.filter((one) => !isAffordable.has(one))],
    },
  ].filter(({ questions }) => questions.length > 0)
  return { chosen: [...pinned, ...chosen], skipped, stopped: floor ?? (cut > 0 ? 'the budget is used up' : null) }
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

function minus(cap: number | null, used: number): number | null {
  return cap === null ? null : Math.max(0, cap - used)
}

function sumOf(planned: readonly { readonly value: LevelValue }[], what: 'tokens' | 'cost'): number {
  return planned.reduce((sum, { value }) => sum + value[what], 0)
}
