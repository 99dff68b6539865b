import { sql } from 'kysely'
import { openAskedWords } from '../../ask/asked-text.ts'
import { isWordless } from '../../spec/asked-words.ts'
import type { ReviewParts } from './review-parts.ts'

/**
 * Asks that nothing approved was served to and that the review list cannot name: their words are not kept, and are not those
 * of a question that is known. Where they are kept there is none. Where not even a hash is, those of known questions are taken
 * off by the misses counted of them, which may be of other reasons: then it is the least that there were.
 */
export async function unlistedAsks({ store, scope, random, serve, askedText }: ReviewParts): Promise<number> {
  if (serve !== 'approvedOnly' || askedText === 'kept') return 0
  const db = store.read
  const rows = await db
    .selectFrom('records')
    .select(['question', ({ fn }) => fn.countAll<number>().as('asks')])
    .where('scope', '=', scope)
    .where('served', '=', 'none')
    .where(sql<boolean>`replace(decision, '"reason":"not-approved"', '') <> decision`)
    .groupBy('question')
    .execute()
  const wordless = rows.filter(({ question }) => isWordless(question))
  if (wordless.length === 0) return 0
  const words = await openAskedWords({ store, random }, scope, askedText)
  const known = await db.selectFrom('questions').select(['text', 'missed_count']).where('scope', '=', scope).execute()
  const listed = new Set(askedText === 'off' ? [] : known.map(({ text }) => words.question(text)))
  const asks = wordless.filter(({ question }) => !listed.has(question)).reduce((sum, row) => sum + Number(row.asks), 0)
  return askedText === 'off' ? Math.max(0, asks - known.reduce((sum, { missed_count: missed }) => sum + Number(missed), 0)) : asks
}
