import type { Purpose, SpendContext } from '../spec/ledger.ts'

/** Who a generative skill spends for: everything of the context but the purpose, which the skill knows. */
export type SpendOrigin = Omit<SpendContext, 'purpose'>

export function spendContext(origin: SpendOrigin, purpose: Purpose): SpendContext {
  return { ...origin, purpose }
}
