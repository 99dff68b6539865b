import { sql } from 'kysely'
import { isHeldByPerson } from '../lineage/approvals.ts'
import { artefactStatement } from '../lineage/artefact-statement.ts'
import type { MadeWith } from '../lineage/withdrawn-efforts.ts'
import { bumpRevision } from '../spec/revision.ts'
import { type Statement, statement } from '../spec/store.ts'
import type { SleepContext } from './sleep-context.ts'

/**
 * Takes back everything made in a way that turned out worse than answering live: its answers are doubted and refuted, so
 * that they are served to nobody and their questions are owed again. What a person approved stands.
 */
export function withdrawEffortStatements(
  { store, scope }: Pick<SleepContext, 'store' | 'scope'>,
  { recipe, model, effort }: MadeWith,
): readonly Statement[] {
  const db = store.read
  const where = sql<boolean>`recipe = ${recipe} and model = ${model} and effort = ${effort} and kind = 'answer'
    and prepared_by = 'sleep' and state in ('fresh', 'suspect') and not ${isHeldByPerson}`
  const questions = sql<boolean>`question in (select entries.question from entries where entries.scope = ${scope}
    and entries.recipe = ${recipe} and entries.model = ${model} and entries.effort = ${effort} and entries.state = 'stale')`
  return [
    bumpRevision(db, scope),
    artefactStatement(db, scope, 'doubted', { table: 'entries', where }),
    artefactStatement(db, scope, 'refuted', { table: 'entries', where }),
    statement(db.updateTable('questions').set({ skipped: null }).where('scope', '=', scope).where(questions)),
  ]
}
