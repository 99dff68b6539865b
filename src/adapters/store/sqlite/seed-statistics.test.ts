import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { systemClock } from '../../../spec/clock.ts'
import { openSqliteStore } from './open-sqlite-store.ts'

it.each([
  ["artefact = 'x' and role = 'cited'", 'PRIMARY KEY (scope=? AND artefact=? AND role=?)'],
  [
    "role = 'cited' and reference in ('x', 'y') and artefact_kind = 'entry'",
    'evidence_by_scope_role_reference (scope=? AND role=? AND reference=?)',
  ],
  ["artefact_kind = 'edition' and version = 'x'", 'evidence_by_scope_artefact_kind_version (scope=? AND artefact_kind=? AND version=?)'],
])('evidence where %s is looked up, never scanned, in a database that is still empty', async (where, plan) => {
  const store = await openSqliteStore({ path: ':memory:', clock: systemClock })
  const { rows } = await sql<{ detail: string }>`explain query plan select * from evidence where scope = 's' and ${sql.raw(where)}`.execute(
    store.read,
  )
  expect(rows[0]?.detail).toContain(plan)
  await store.close()
})
