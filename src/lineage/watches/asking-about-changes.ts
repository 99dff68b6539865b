import type { Kysely } from 'kysely'
import { asksAboutChanges } from '../../retrieve/asks-about-changes.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { Schema } from '../../spec/schema.ts'

const slice = 400

/** Of some entries those whose questions ask about changes: nothing else is searched in what tells of commits, or doubted by it. */
export async function askingAboutChanges(db: Kysely<Schema>, scope: ScopeId, entries: Iterable<string>): Promise<readonly string[]> {
  const all = [...entries]
  const found: string[] = []
  for (let at = 0; at < all.length; at += slice) {
    const rows = await db
      .selectFrom('entries')
      .select(['entry', 'question_text'])
      .where('scope', '=', scope)
      .where('entry', 'in', all.slice(at, at + slice))
      .execute()
    found.push(...rows.filter(({ question_text }) => asksAboutChanges(question_text)).map(({ entry }) => entry))
  }
  return found
}
