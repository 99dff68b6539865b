import type { ModelOffer } from '../reverie.ts'
import { formatAbout, formatUsd } from './format-number.ts'

/** What was found on the machine and not used, with the flag that would use it and what a sleep would take. */
export function offerLines(offers: readonly ModelOffer[]): readonly string[] {
  return offers.map(({ found, flag, estimate }) => {
    const price = estimate.usd === null ? 'price unknown' : estimate.usd === 0 ? 'no charge' : `about ${formatUsd(estimate.usd)}`
    const cost = estimate.tokens === 0 ? '' : `: ${formatAbout(estimate.tokens)} tokens, ${price}`
    return `Not used: ${found}. ${flag} would use it${cost}.`
  })
}
