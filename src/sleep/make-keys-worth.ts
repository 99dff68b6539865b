import { keysThatPay } from './keys-that-pay.ts'
import { makeKeys } from './make-keys.ts'
import { limitsOf } from './make-keys-limits.ts'
import type { Planner } from './plan/open-planner.ts'
import type { SleepContext } from './sleep-context.ts'

/**
 * Words further keys by the model where they pay: for answers asked for so often that as many asks again, and the part of them
 * that keys bring, spare more than wording and judging the keys costs. All others get keys by rule, which cost nothing.
 */
export async function makeKeysWhereWorth(
  context: SleepContext,
  seenBy: Parameters<typeof makeKeys>[1],
  planner: Planner | null,
): Promise<void> {
  const { keyWriter, verifier, plainKeys } = context.skills
  const facts = keyWriter === undefined || plainKeys === undefined ? null : await planner?.facts()
  const left = facts?.purse?.left ?? null
  if (keyWriter === undefined || plainKeys === undefined || facts === null || facts === undefined || left === null)
    return await makeKeys(context, seenBy)
  const limits = limitsOf(keyWriter, verifier)
  const { costEach, leastAsked } = keysThatPay(facts, limits.paraphrases + limits.nearMisses)
  const entries = costEach === 0 ? limits.entries : Math.min(limits.entries, Math.floor(left / costEach))
  if (entries > 0) await makeKeys(context, seenBy, { ...limits, entries, leastAsked })
  await makeKeys({ ...context, skills: { ...context.skills, ...plainKeys } }, seenBy)
}
