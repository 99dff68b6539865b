import { type Expression, type Kysely, type SqlBool, sql } from 'kysely'
import type { ScopeId } from '../spec/ids.ts'
import { thisRevision } from '../spec/revision.ts'
import type { Schema } from '../spec/schema.ts'
import { type Statement, statement } from '../spec/store.ts'
import { type ArtefactEvent, artefactMoves } from './artefact-state.ts'
import { isOfWithdrawnEffort } from './withdrawn-efforts.ts'

export interface ArtefactTarget {
  readonly table: 'entries' | 'claims' | 'distillates'
  /** Which rows of the scope the event happens to. */
  readonly where: Expression<SqlBool>
}

/**
 * One event over stored artefacts, as the reducer has it. Rows in a phase the event does not move are left untouched.
 * Doubts are kept for entries; claims and distillates are never served by themselves. Support that is back brings back no
 * entry that was made in a way that turned out worse than answering live.
 */
export function artefactStatement(db: Kysely<Schema>, scope: ScopeId, event: ArtefactEvent, { table, where }: ArtefactTarget): Statement {
  const moves = Object.entries(artefactMoves[event]).filter(([phase]) => stored.has(phase))
  const hasDoubts = table === 'entries'
  const arms = moves.map(([from, to]) => {
    if (typeof to === 'string') return sql`when ${sql.lit(from)} then ${sql.lit(to)}`
    if (!hasDoubts) return sql`when ${sql.lit(from)} then ${sql.lit(to.undoubted)}`
    return sql`when ${sql.lit(from)} then case when doubted = 1 then ${sql.lit(to.doubted)} else ${sql.lit(to.undoubted)} end`
  })
  // A doubt is noted of what cannot be served now, too: it must be checked once its support is back.
  const isDoubt = hasDoubts && event === 'doubted'
  const state = arms.length === 0 ? sql`state` : sql`case state ${sql.join(arms, sql` `)} else state end`
  const phases = isDoubt ? [...stored] : moves.map(([phase]) => phase)
  const doubt = isDoubt ? sql`, doubted = 1` : hasDoubts && (event === 'made' || event === 'confirmed') ? sql`, doubted = 0` : sql``
  const revision = hasDoubts ? sql`, revision = ${thisRevision(scope)}` : sql``
  const barred = hasDoubts && event === 'support-back' ? sql` and not ${isOfWithdrawnEffort}` : sql``
  const query = sql`update ${sql.table(table)} set state = ${state}${doubt}${revision} where scope = ${scope} and state in (${sql.join(phases)}) and ${where}${barred}`
  return statement({ compile: () => query.compile(db) })
}

const stored: ReadonlySet<string> = new Set(['fresh', 'suspect', 'stale', 'dormant'])
