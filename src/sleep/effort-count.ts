import type { MadeWith } from '../lineage/withdrawn-efforts.ts'
import { statement } from '../spec/store.ts'
import { areWorse, evidenceOfWorse, type PairOutcome } from './effort-test.ts'
import { withdrawEffortStatements } from './effort-withdraw.ts'
import { commit, type SleepContext } from './sleep-context.ts'

/** Counts one pair. Where that shows that answers made so are worse than live ones they are withdrawn, and the reason is returned. */
export async function countPair(
  context: Pick<SleepContext, 'store' | 'scope' | 'lease' | 'clock'>,
  { recipe, model, effort }: MadeWith,
  outcome: PairOutcome,
): Promise<string | null> {
  const { store, scope, clock } = context
  if (model === null) return null
  const db = store.read
  const before = await db
    .selectFrom('efforts')
    .selectAll()
    .where('scope', '=', scope)
    .where('recipe', '=', recipe)
    .where('model', '=', model)
    .where('effort', '=', effort)
    .executeTakeFirst()
  const counts = {
    checked: (before?.checked ?? 0) + 1,
    worse: (before?.worse ?? 0) + (outcome === 'worse' ? 1 : 0),
    better: (before?.better ?? 0) + (outcome === 'better' ? 1 : 0),
  }
  const isOver = before?.state === 'withdrawn'
  const isWorse = !isOver && areWorse(counts)
  const reason = isWorse
    ? `${counts.worse} of ${counts.checked} prepared answers of ${model} were worse than live ones and ${counts.better} better (e-value ${evidenceOfWorse(counts).toFixed(0)})`
    : (before?.reason ?? '')
  const state = isWorse || isOver ? ('withdrawn' as const) : ('open' as const)
  const row = { ...counts, state, reason, at: clock.now() }
  const put = statement(
    db
      .insertInto('efforts')
      .values({ scope, recipe, model, effort, ...row })
      .onConflict((conflict) => conflict.columns(['scope', 'recipe', 'model', 'effort']).doUpdateSet(row)),
  )
  await commit(context, [...(isWorse ? withdrawEffortStatements(context, { recipe, model, effort }) : []), put])
  return isWorse ? reason : null
}
