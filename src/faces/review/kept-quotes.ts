import type { Kysely } from 'kysely'
import { placesOf } from '../../ask/check-freshness.ts'
import { emptyOverlay } from '../../ask/overlay.ts'
import { questionTerms } from '../../retrieve/question-terms.ts'
import type { AnswerBody } from '../../spec/answer.ts'
import type { Quote } from '../../spec/claim.ts'
import type { Digest } from '../../spec/digest.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { Schema } from '../../spec/schema.ts'

/** Of the quotations of a former answer, those that stand in their passages as these are now and share a word with the new text. */
export async function keptQuotes(db: Kysely<Schema>, scope: ScopeId, body: AnswerBody, text: string): Promise<readonly Quote[]> {
  const places = await placesOf(db, scope, body, emptyOverlay)
  const terms = new Set(questionTerms(text))
  return body.quotes.flatMap((quote): readonly Quote[] => {
    const place = places.get(quote.passage)
    if (place === undefined || place.version === null || !questionTerms(quote.text).some((term) => terms.has(term))) return []
    const isThere = place.text.slice(quote.start, quote.end) === quote.text
    const start = isThere ? quote.start : place.text.indexOf(quote.text)
    if (start < 0) return []
    return [{ ...quote, version: place.version as Digest, start, end: start + quote.text.length }]
  })
}
