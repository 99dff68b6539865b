import { type Kysely, sql } from 'kysely'
import { nextTurn } from '../../corpus/next-turn.ts'
import type { AnswerBody } from '../../spec/answer.ts'
import type { Clock } from '../../spec/clock.ts'
import type { EntryId, ScopeId } from '../../spec/ids.ts'
import { bumpRevision } from '../../spec/revision.ts'
import type { Schema, VerificationsTable } from '../../spec/schema.ts'
import { type Lease, type Store, statement } from '../../spec/store.ts'
import { reapproveStatements } from '../approvals.ts'
import { artefactStatement } from '../artefact-statement.ts'
import { withdrawUnsupported } from '../mark-changes.ts'
import { loadTombstones } from '../tombstones.ts'
import { verificationsStatement } from '../verifications.ts'
import { parseEdition } from './edition.ts'
import { localPassages } from './local-passages.ts'
import { deleteEditionsStatements } from './put-editions.ts'
import { type QualifyingEdition, qualifyingEditions } from './qualifying-editions.ts'
import { type Revival, restoreStatements } from './restore-entries.ts'
import { retireStatements } from './retire.ts'
import { settleEdition } from './settle-edition.ts'

export interface ReviveOptions {
  readonly clock: Clock
  /** The lease it is written under, where there is one. */
  readonly fence?: Lease
  /** Whose work it is, for the log; `sync` where nothing is said. */
  readonly by?: VerificationsTable['by']
}

const together = 150

/**
 * Makes editions whose every cited text is back their entries again, with their keys and, where it is gone, their
 * question: no model, no embedding. Level-triggered: what it finds depends on what is stored alone, so it may be called at
 * any time, and a crash loses nothing. A revived answer is suspect wherever something may have spoken against it
 * meanwhile: it is checked once before it is served. Returns the entries revived.
 */
export async function reviveEditions(store: Store, scope: ScopeId, options: ReviveOptions): Promise<readonly EntryId[]> {
  const { read: db } = store
  const found = await qualifyingEditions(db, scope)
  if (found.length === 0) return []
  const tombstones = await loadTombstones(db, scope)
  const allowed = found.filter(({ row }) => !tombstones.hasQuestion(row.question_text))
  const revived: EntryId[] = []
  for (let at = 0; at < allowed.length; at += together) {
    const revivals = await settleAll(db, scope, allowed.slice(at, at + together))
    revived.push(...(await write(store, scope, revivals, options)))
    await nextTurn()
  }
  return revived
}

async function settleAll(db: Kysely<Schema>, scope: ScopeId, found: readonly QualifyingEdition[]): Promise<readonly Revival[]> {
  const versions = found.flatMap(({ pins }) => pins.flatMap((pin) => (pin.role === 'cited' ? [pin.version] : [])))
  const passages = await localPassages(db, scope, versions)
  return found.flatMap(({ row, pins, isApproved }) => {
    const body = parseEdition(row.body)
    const settled = body === null ? null : settleEdition(body, pins, (version) => passages.get(version) ?? [])
    if (body === null || settled === null) return []
    return [{ edition: row.edition, entry: row.entry as EntryId, questionText: row.question_text, body, settled, isApproved }]
  })
}

/** One transaction; where another has made one of the entries meanwhile, each is tried alone. */
async function write(store: Store, scope: ScopeId, revivals: readonly Revival[], options: ReviveOptions): Promise<readonly EntryId[]> {
  if (revivals.length === 0) return []
  const { read: db } = store
  const ids = revivals.map((revival) => revival.entry)
  const servable = db
    .selectFrom('entries')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('scope', '=', scope)
    .where(
      'entry',
      'in',
      // Nothing generated keeps its place before what a person approved.
      ['', ...revivals.filter(({ isApproved }) => !isApproved).map(({ entry }) => entry)],
    )
    .where('state', 'in', ['fresh', 'suspect'])
    .where('status', '=', 'verified')
    .where('kind', '=', 'answer')
  const at = options.clock.now()
  const replaced = revivals.map(({ entry, settled }) => ({ id: entry, body: settled.body as AnswerBody, madeAt: at }))
  const statements = [
    bumpRevision(db, scope),
    ...(await retireStatements(db, scope, replaced)),
    ...deleteEditionsStatements(
      db,
      scope,
      revivals.map((revival) => revival.edition),
    ),
    ...restoreStatements(db, scope, revivals, at),
    ...(await reapproveStatements(
      db,
      scope,
      revivals.map(({ entry, settled }) => ({ entry, body: settled.body })),
    )),
    artefactStatement(db, scope, 'support-back', { table: 'entries', where: sql<boolean>`entry in (${sql.join(ids)})` }),
    ...withdrawUnsupported(db, scope, ids),
    verificationsStatement(
      db,
      { scope, kind: 'entry', rung: 'revived', cause: '', by: options.by ?? 'sync', at },
      sql`select entry as artefact from entries where scope = ${scope} and entry in (${sql.join(ids)})`,
    ),
  ]
  const fence = options.fence === undefined ? {} : { fence: options.fence }
  const outcome = await store.write(statements, { ...fence, expect: [{ statement: statement(servable), equals: 0 }] })
  if (outcome.committed) return ids
  if (outcome.reason === 'fence' || revivals.length === 1) return []
  const alone: EntryId[] = []
  for (const revival of revivals) alone.push(...(await write(store, scope, [revival], options)))
  return alone
}
