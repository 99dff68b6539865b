import type { Kysely } from 'kysely'
import type { AnswerBody } from '../../spec/answer.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { Schema } from '../../spec/schema.ts'
import type { LaidChange } from './lay-changes.ts'

/** Whether every passage an answer cites is at the version cited in the new state, and the change brought one of them back. */
export async function returns(db: Kysely<Schema>, scope: ScopeId, { quotes }: AnswerBody, laid: LaidChange): Promise<boolean> {
  const back = quotes.filter(({ passage, version }) => laid.changes.get(passage)?.after?.version === version)
  if (back.length === 0) return false
  for (const quote of quotes) {
    if (back.includes(quote)) continue
    const now = laid.passages.get(quote.passage)
    if (now !== undefined ? now.version !== quote.version : laid.changes.has(quote.passage)) return false
    if (now !== undefined) continue
    const row = await db
      .selectFrom('passages')
      .select('version')
      .where('scope', '=', scope)
      .where('passage', '=', quote.passage)
      .executeTakeFirst()
    if (row?.version !== quote.version) return false
  }
  return true
}
