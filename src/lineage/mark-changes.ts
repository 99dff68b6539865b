import { type Kysely, sql } from 'kysely'
import { type ChangeHook, type DocumentChange, type PassageChange, touchedPassages } from '../corpus/change-hook.ts'
import type { Clock } from '../spec/clock.ts'
import type { EntryId, ScopeId } from '../spec/ids.ts'
import { thisRevision } from '../spec/revision.ts'
import type { Schema } from '../spec/schema.ts'
import { type Statement, statement } from '../spec/store.ts'
import { artefactStatement } from './artefact-statement.ts'
import { gone, type MarkedChange, markCited, unsupported } from './mark-cited.ts'
import { markLists } from './mark-lists.ts'
import { markPlaces } from './mark-places.ts'
import { markRead, readOtherwise } from './mark-read.ts'
import { type Ladder, rebaseEvidence } from './rebase-evidence.ts'

export interface ChangeMarks extends Ladder {
  readonly db: Kysely<Schema>
  readonly clock: Pick<Clock, 'now'>
  /** Fires the stored searches a change reaches. */
  readonly fireWatches?: (db: Kysely<Schema>, change: DocumentChange, at: number) => Promise<readonly Statement[]>
}

const slice = 400

/**
 * Marks what rests on a change, in the change's own transaction, after the passages' rows are written. What is cited
 * climbs the cutoff ladder and is withdrawn where no rung holds; what was pinned under another heading is doubted; what
 * was only read is soft-stale; lists, distillates and stored searches the change reaches are doubted. Everything comes
 * back when its digests do. Looks up by touched passages alone: the cost grows with what rests on them.
 */
export function createChangeHook(marks: ChangeMarks): ChangeHook {
  const { db, clock, fireWatches } = marks
  return async (document) => {
    const { scope, path: cause } = document
    const change: MarkedChange = { db, scope, cause, at: clock.now() }
    const fired = (await fireWatches?.(db, document, change.at)) ?? []
    if (document.passages.length === 0) return fired
    const touched = new Set(touchedPassages(document))
    const known = document.passages.filter(({ passage }) => touched.has(passage))
    const places = [document, document.from].filter((place) => place !== null)
    const rebased = await rebaseEvidence(change, document.passages, marks)
    const cited = document.passages.filter(({ passage }) => touched.has(passage) || rebased.entered.has(passage))
    return [
      ...rebased.statements,
      ...(await markRead(change, known)),
      ...slices(known.filter(({ after }) => after !== null)).flatMap((some) => markPlaces(change, some)),
      ...fired,
      ...places.flatMap((place) => markLists(db, scope, place)),
      ...slices(cited).flatMap((some) => markCited(change, some)),
    ]
  }
}

function slices(changes: readonly PassageChange[]) {
  const ids = changes.map(({ passage }) => passage)
  return Array.from({ length: Math.ceil(ids.length / slice) }, (_, at) => ids.slice(at * slice, (at + 1) * slice))
}

/**
 * For the transaction that writes entries: withdraws those that cite a passage at another version than its current one,
 * and softens those that were shown another version of what they read. A late result is never fresh.
 */
export function withdrawUnsupported(db: Kysely<Schema>, scope: ScopeId, entries: readonly EntryId[]): readonly Statement[] {
  if (entries.length === 0) return []
  const own = { table: 'entries', kind: 'entry' } as const
  const ids = sql.join(entries)
  const late = sql`update entries set soft_since = coalesce(soft_since, made_at), revision = ${thisRevision(scope)}
    where scope = ${scope} and entry in (${ids}) and ${readOtherwise()}`
  return [
    artefactStatement(db, scope, 'support-changed', { table: 'entries', where: sql<boolean>`entry in (${ids}) and ${unsupported(own)}` }),
    artefactStatement(db, scope, 'support-gone', {
      table: 'entries',
      where: sql<boolean>`entry in (${ids}) and exists (select 1 from evidence as c where c.scope = entries.scope and c.artefact = entries.entry and c.role = 'cited') and ${gone(own)}`,
    }),
    statement({ compile: () => late.compile(db) }),
  ]
}
