import type { ClaimDraft, QuoteStamp } from '../../spec/claim.ts'
import type { SkillPassage } from '../../spec/skills.ts'
import type { DistilledWindow } from './distil-schema.ts'
import { findQuote } from './find-quote.ts'

/**
 * A model's claims with their quotes checked against the passages. A claim with a quote that is nowhere is `unverified`,
 * as is one without any; a value that no quote holds is dropped, since lists are made of values.
 */
export function claimsOfWindow(window: DistilledWindow, passages: readonly SkillPassage[]): readonly ClaimDraft[] {
  return window.claims.flatMap((claim): readonly ClaimDraft[] => {
    const text = claim.text.trim()
    const subject = claim.subject.trim()
    if (text === '' || subject === '') return []
    const found = claim.quotes.map((quote) => findQuote(passages, quote))
    const quotes = found.flatMap((hit) => (hit === null ? [] : [hit.quote]))
    const verified = quotes.length > 0 && quotes.length === found.length
    const stamp: QuoteStamp = !verified ? 'unverified' : found.every((hit) => hit?.stamp === 'exact') ? 'exact' : 'fuzzy'
    const value = claim.value?.trim() ?? ''
    const stated = value !== '' && quotes.some((quote) => quote.text.includes(value))
    const salience = Math.min(1, Math.max(0, Number.isFinite(claim.salience) ? claim.salience : 0))
    return [{ type: claim.type, subject, text, value: stated ? value : null, salience, quotes, stamp }]
  })
}
