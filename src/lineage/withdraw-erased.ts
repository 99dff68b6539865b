import { type Kysely, sql } from 'kysely'
import type { EntryId, ScopeId } from '../spec/ids.ts'
import type { Schema } from '../spec/schema.ts'
import type { Statement } from '../spec/store.ts'

/**
 * For the end of a transaction that writes entries: takes out those whose cited passage, or whose question, was erased
 * while they were made. A deleted passage keeps its row; only a forgotten one has none.
 */
export function withdrawErased(db: Kysely<Schema>, scope: ScopeId, entries: readonly EntryId[]): readonly Statement[] {
  if (entries.length === 0) return []
  const ids = sql.join(entries)
  const erased = sql`delete from entries where scope = ${scope} and entry in (${ids}) and (
    not exists (select 1 from questions q where q.scope = entries.scope and q.question = entries.question)
    or exists (select 1 from evidence e where e.scope = entries.scope and e.artefact = entries.entry and e.role = 'cited'
      and not exists (select 1 from passages p where p.scope = e.scope and p.passage = e.reference)))`
  const evidence = sql`delete from evidence where scope = ${scope} and artefact in (${ids})
    and not exists (select 1 from entries x where x.scope = evidence.scope and x.entry = evidence.artefact)`
  return [erased, evidence].map((query) => {
    const { sql: text, parameters } = query.compile(db)
    return { sql: text, parameters }
  })
}
