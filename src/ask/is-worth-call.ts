/** Calls of a model that an ask can do without: whatever they do not settle is answered live. */
export const optionalCalls = ['rewrite', 'likely-match', 'doubtful-match', 'adaptation', 'edit'] as const

/** `likely-match` and `doubtful-match` judge a candidate that is at least, or less than, as probable as not. */
export type OptionalCall = (typeof optionalCalls)[number]

/** What came of calls of one kind. */
export interface CallOutcomes {
  readonly tried: number
  /** Of them those by which a live answer was spared. */
  readonly paid: number
}

/** What is known of a call before it is made. Costs in one unit: micro-dollars, or tokens where no price is known. */
export interface CallStake {
  readonly kind: OptionalCall
  readonly outcomes: CallOutcomes
  /** A live answer's cost, and what serving the prepared one costs beside the call. */
  readonly liveCost: number
  readonly hitCost: number
  readonly callCost: number
}

/** Believed before anything was tried, counting like this many calls; as many are tried whatever they cost. */
const before: Readonly<Record<OptionalCall, { readonly chance: number; readonly calls: number }>> = {
  rewrite: { chance: 0.5, calls: 8 },
  'likely-match': { chance: 0.7, calls: 8 },
  'doubtful-match': { chance: 0.4, calls: 8 },
  adaptation: { chance: 0.4, calls: 6 },
  edit: { chance: 0.4, calls: 4 },
}

/**
 * Whether a model is called: where the live answer that it may spare is worth more than the call, `p · (C_live − C_hit) >
 * C_call`, with p what such calls came to, shrunk to a prior. A few are tried first: nothing else tells what they come to.
 */
export function isWorthCall({ kind, outcomes, liveCost, hitCost, callCost }: CallStake): boolean {
  const prior = before[kind]
  if (outcomes.tried < prior.calls) return true
  const chance = (outcomes.paid + prior.chance * prior.calls) / (outcomes.tried + prior.calls)
  return chance * (liveCost - hitCost) > callCost
}
