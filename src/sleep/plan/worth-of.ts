/** What is known of preparing one question to one level. Money in micro-dollars; tokens stand in where no price is known. */
export interface ValueInput {
  /** Probability that it is asked before it expires, 0..1. */
  readonly p: number
  /** Probability that what was prepared still holds when it is asked, 0..1. */
  readonly survival: number
  /** What a live answer costs, and one that is served prepared. */
  readonly liveCost: number
  readonly hitCost: number
  /** Milliseconds that an asker waits less. */
  readonly latencyGainMs: number
  /** Micro-dollars that a second of waiting is worth. */
  readonly valueOfSecond: number
  /** What calls cost now against the flat price: 1, or less in a cheaper window or channel. */
  readonly priceFactor: number
  /** What preparing costs at the flat price. */
  readonly specCost: number
  /** What keeping it right costs until it is asked. */
  readonly checkCost: number
  /** Asks before it expires that it would serve and that would be answered live without it. Absent: `p`, the first alone. */
  readonly expectedAsks?: number
}

export interface Value {
  /** Expected saving of all asks it would serve. */
  readonly benefit: number
  readonly cost: number
  /** `benefit - cost`: worth doing where it is above 0. */
  readonly net: number
}

/**
 * The value rule: prepare when `p · s · [(C_live − C_hit) + v·ΔL] > d · C_spec + C_check`, with the expected number of asks
 * in place of `p` where several would be served. Pure; never NaN for finite input.
 */
export function worthOf(input: ValueInput): Value {
  const { p, survival, liveCost, hitCost, latencyGainMs, valueOfSecond, priceFactor, specCost, checkCost, expectedAsks = p } = input
  const saved = liveCost - hitCost + (valueOfSecond * latencyGainMs) / 1000
  const benefit = expectedAsks * survival * saved
  const cost = priceFactor * specCost + checkCost
  return { benefit, cost, net: benefit - cost }
}
