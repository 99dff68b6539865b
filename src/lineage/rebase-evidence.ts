import type { Kysely } from 'kysely'
import type { PassageChange, PassageState } from '../corpus/change-hook.ts'
import type { AnswerBody } from '../spec/answer.ts'
import type { Quote } from '../spec/claim.ts'
import type { ScopeId } from '../spec/ids.ts'
import { thisRevision } from '../spec/revision.ts'
import type { Schema } from '../spec/schema.ts'
import { type Statement, statement } from '../spec/store.ts'
import { rebaseQuote } from './rebase-quote.ts'

/**
 * Statements that move evidence along with passages whose cited sentences did not change: quotes keep their words and
 * get their new place and version, so that an edit elsewhere in a passage withdraws nothing. Runs before the marks.
 */
export async function rebaseEvidence(db: Kysely<Schema>, scope: ScopeId, changes: readonly PassageChange[]): Promise<readonly Statement[]> {
  const moves = new Map<string, { readonly before: PassageState; readonly after: PassageState }>()
  for (const { passage, before, after } of changes) {
    if (before !== null && after !== null && before.version !== after.version) moves.set(passage, { before, after })
  }
  const move: Move = (quotes) => {
    const next = quotes.map((quote) => {
      const step = moves.get(quote.passage)
      return step === undefined || step.before.version !== quote.version ? quote : rebaseQuote(quote, step.before.text, step.after)
    })
    return next.includes(null) ? null : next.filter((quote) => quote !== null)
  }
  const statements: Statement[] = []
  for (const { artefact, artefact_kind } of await resting(db, scope, moves)) {
    const own = artefact_kind === 'entry' ? await rebasedEntry(db, scope, artefact, move) : await rebasedClaim(db, scope, artefact, move)
    if (own === null) continue
    statements.push(own)
    for (const [passage, { before, after }] of moves) statements.push(repin(db, scope, artefact, passage, before, after))
  }
  return statements
}

async function resting(db: Kysely<Schema>, scope: ScopeId, moves: ReadonlyMap<string, { readonly before: PassageState }>) {
  const found = new Map<string, { readonly artefact: string; readonly artefact_kind: string }>()
  for (const [passage, { before }] of moves) {
    const rows = await db
      .selectFrom('evidence')
      .select(['artefact', 'artefact_kind'])
      .where('scope', '=', scope)
      .where('role', '=', 'cited')
      .where('reference', '=', passage)
      .where('version', '=', before.version)
      .execute()
    for (const row of rows) found.set(row.artefact, row)
  }
  return found.values()
}

function repin(
  db: Kysely<Schema>,
  scope: ScopeId,
  artefact: string,
  passage: string,
  before: PassageState,
  after: PassageState,
): Statement {
  return statement(
    db
      .updateTable('evidence')
      .set({ version: after.version })
      .where('scope', '=', scope)
      .where('artefact', '=', artefact)
      .where('role', '=', 'cited')
      .where('reference', '=', passage)
      .where('version', '=', before.version),
  )
}

type Move = (quotes: readonly Quote[]) => readonly Quote[] | null

async function rebasedEntry(db: Kysely<Schema>, scope: ScopeId, entry: string, move: Move): Promise<Statement | null> {
  const row = await db.selectFrom('entries').select('body').where('scope', '=', scope).where('entry', '=', entry).executeTakeFirst()
  if (row === undefined) return null
  const body = JSON.parse(row.body) as AnswerBody
  const quotes = move(body.quotes)
  if (quotes === null) return null
  return statement(
    db
      .updateTable('entries')
      .set({ body: JSON.stringify({ ...body, quotes }), revision: thisRevision(scope) })
      .where('scope', '=', scope)
      .where('entry', '=', entry)
      .where('body', '=', row.body),
  )
}

async function rebasedClaim(db: Kysely<Schema>, scope: ScopeId, claim: string, move: Move): Promise<Statement | null> {
  const row = await db.selectFrom('claims').select('quotes').where('scope', '=', scope).where('claim', '=', claim).executeTakeFirst()
  if (row === undefined) return null
  const quotes = move(JSON.parse(row.quotes) as readonly Quote[])
  if (quotes === null) return null
  return statement(
    db
      .updateTable('claims')
      .set({ quotes: JSON.stringify(quotes) })
      .where('scope', '=', scope)
      .where('claim', '=', claim)
      .where('quotes', '=', row.quotes),
  )
}
