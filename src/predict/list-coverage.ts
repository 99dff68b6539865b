import type { Kysely } from 'kysely'
import type { ScopeId } from '../spec/ids.ts'
import type { ListAim } from '../spec/question.ts'
import type { Schema } from '../spec/schema.ts'

/** Whether a complete list is over a document, by its id and path. */
export type ListCoverage = (document: string, path: string) => boolean

/** Which documents a list is over: one file, everything under a folder, or the members of a topic. */
export async function listCoverage(
  db: Kysely<Schema>,
  scope: ScopeId,
  { level, subject }: Pick<ListAim, 'level' | 'subject'>,
): Promise<ListCoverage> {
  if (level === 'file') return (document) => document === subject
  if (level === 'module') return (_, path) => subject === '' || path.startsWith(`${subject}/`)
  const members = await db.selectFrom('topic_members').select('document').where('scope', '=', scope).where('topic', '=', subject).execute()
  const ids = new Set(members.map((member) => member.document))
  return (document) => ids.has(document)
}
