import type { Entry } from '../cache/entry.ts'
import { verificationStatement } from '../lineage/verifications.ts'
import type { Statement } from '../spec/store.ts'
import type { SleepContext } from './sleep-context.ts'

const slice = 300

/** Notes of entries made again how they came out: answered alike, or anew. For the transaction that writes them, before they are written. */
export async function replacedStatements(context: SleepContext, entries: readonly Entry[]): Promise<readonly Statement[]> {
  const { store, scope, clock } = context
  const db = store.read
  const statements: Statement[] = []
  for (let at = 0; at < entries.length; at += slice) {
    const some = new Map(entries.slice(at, at + slice).map((entry) => [entry.id as string, entry]))
    const former = await db
      .selectFrom('entries')
      .leftJoin('verifications', (join) =>
        join.onRef('verifications.scope', '=', 'entries.scope').onRef('verifications.artefact', '=', 'entries.entry'),
      )
      .select(['entries.entry', 'entries.alike', 'entries.kind', 'verifications.cause'])
      .where('entries.scope', '=', scope)
      .where('entries.entry', 'in', [...some.keys()])
      .where('entries.status', '=', 'verified')
      .execute()
    for (const { entry, alike, kind, cause } of former) {
      const now = some.get(entry)
      const rung = now?.alike === alike && now.kind === kind ? 'same-output' : 'redone'
      const how = { scope, kind: 'entry', rung, cause: cause ?? '', by: 'sleep', at: clock.now() } as const
      statements.push(verificationStatement(db, { ...how, artefact: entry }))
    }
  }
  return statements
}
