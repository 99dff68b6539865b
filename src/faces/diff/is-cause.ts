import type { ScopeId } from '../../spec/ids.ts'
import type { Store } from '../../spec/store.ts'

/** Whether the last thing that happened to an entry was caused by a change of one of these paths. */
export async function isCause({ read: db }: Store, scope: ScopeId, entry: string, paths: ReadonlySet<string>): Promise<boolean> {
  const row = await db
    .selectFrom('verifications')
    .select('cause')
    .where('scope', '=', scope)
    .where('artefact', '=', entry)
    .executeTakeFirst()
  return row !== undefined && paths.has(row.cause)
}
