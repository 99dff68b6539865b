import type { SqliteConnection } from './sqlite-connection.ts'

/**
 * What a scope's evidence is like once there is some: rows, then rows alike in the first one, two, … columns of each index.
 * Without it the planner takes a scope for ten rows of the table's own tree and scans all of it instead of using an index.
 */
const evidence: readonly (readonly [index: string, statistics: string])[] = [
  ['evidence', '100000 100000 10 4 1'],
  ['evidence_by_scope_role_reference', '100000 100000 30000 4'],
  ['evidence_by_scope_artefact_kind_version', '100000 100000 30000 4'],
]

/** Tells the query planner what the tables will hold, as `analyze` would once they hold it; within the migration's transaction. */
export function seedStatistics(connection: SqliteConnection): void {
  connection.exec('analyze evidence')
  for (const [index, statistics] of evidence) {
    connection.exec(`delete from sqlite_stat1 where tbl = 'evidence' and idx = '${index}'`)
    connection.exec(`insert into sqlite_stat1 (tbl, idx, stat) values ('evidence', '${index}', '${statistics}')`)
  }
  connection.exec('analyze sqlite_schema')
}
