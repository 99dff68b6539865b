import type { StoredQuestion } from '../../predict/questions-table.ts'
import { loadYields } from '../../predict/yields/load-yields.ts'
import { probabilityOf } from '../../predict/yields/probability-of.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { Store } from '../../spec/store.ts'

/** P(asked before it expires) of questions as the scope's yields have it at `now` (epoch ms): what a plan goes by. */
export async function learnedProbability(
  store: Pick<Store, 'read'>,
  scope: ScopeId,
  now: number,
): Promise<(question: StoredQuestion) => number> {
  const yields = await loadYields(store.read, scope, now)
  return (question) => probabilityOf(question, yields)
}
