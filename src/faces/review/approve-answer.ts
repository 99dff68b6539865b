import { sql } from 'kysely'
import { putVector } from '../../ask/record-match.ts'
import { approveStatements } from '../../lineage/approvals.ts'
import { artefactStatement } from '../../lineage/artefact-statement.ts'
import type { AnswerBody } from '../../spec/answer.ts'
import { ReverieError } from '../../spec/errors.ts'
import { policyDigest } from '../../spec/policy.ts'
import { bumpRevision } from '../../spec/revision.ts'
import { statement } from '../../spec/store.ts'
import { mustKeep, type ReviewParts } from './review-parts.ts'
import { formerWrittenStatements } from './take-back-written.ts'

/**
 * Makes the answer that stands for a question a person's word: it outranks what is generated, and is found by near matches
 * too. Throws `bad-argument` where no answer stands, `database-busy` where it kept changing.
 */
export async function approveAnswer(parts: ReviewParts, question: string, signal?: AbortSignal): Promise<void> {
  const { store, scope, policy, clock, embedder } = parts
  mustKeep(parts)
  await parts.bringUpToDate(signal)
  const db = store.read
  const row = await db
    .selectFrom('entries')
    .selectAll()
    .where('scope', '=', scope)
    .where('question', '=', question)
    .where('policy', '=', policyDigest(policy))
    .executeTakeFirst()
  const body = row === undefined ? null : (JSON.parse(row.body) as AnswerBody)
  if (row === undefined || body === null || row.kind === 'absence' || body.quotes.length === 0) {
    throw new ReverieError('bad-argument', 'There is no answer to approve: nothing is prepared for this question.', {
      hint: 'Write one: reverie questions edit "…" --text "…" --cite path:line. Or prepare one: reverie sleep',
    })
  }
  if (row.state !== 'fresh' && row.state !== 'suspect') {
    throw new ReverieError('bad-argument', 'There is no answer to approve: what it quotes has changed since.', {
      hint: 'Let a sleep prepare it again, or write it: reverie questions edit "…" --text "…" --cite path:line',
    })
  }
  const vector = await embedder.embedQuestion(row.question_text, signal === undefined ? {} : { signal })
  const own = db.updateTable('entries').where('scope', '=', scope).where('entry', '=', row.entry)
  const same = db
    .selectFrom('entries')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('scope', '=', scope)
    .where('entry', '=', row.entry)
    .where('body', '=', row.body)
    .where('state', 'in', ['fresh', 'suspect'])
  const before = await db
    .selectFrom('approvals')
    .select(['kind', 'body'])
    .where('scope', '=', scope)
    .where('entry', '=', row.entry)
    .executeTakeFirst()
  // What a person wrote stays theirs, however often it is approved.
  const kind = before?.body === row.body ? before.kind : 'approved'
  const approval = { scope, entry: row.entry, question, question_text: row.question_text, kind, body: row.body }
  const outcome = await store.write(
    [
      bumpRevision(db, scope),
      statement(own.set({ status: 'verified', soft_since: null })),
      artefactStatement(db, scope, 'confirmed', { table: 'entries', where: sql<boolean>`entry = ${row.entry}` }),
      putVector({ store, embedder }, scope, row.question_text, vector),
      ...approveStatements(db, { ...approval, approved_at: clock.now() }),
      ...(kind === 'edited' ? [] : await formerWrittenStatements(db, scope, row.entry)),
    ],
    { expect: [{ statement: statement(same), equals: 1 }] },
  )
  if (!outcome.committed) {
    throw new ReverieError('database-busy', 'The answer was changed while it was approved.', {
      hint: 'Look at it and approve it again.',
      isRetryable: true,
    })
  }
}
