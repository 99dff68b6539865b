import { sql } from 'kysely'
import type { Entry } from '../cache/entry.ts'
import { putLabelStatement } from '../cache/labels/labels-table.ts'
import type { Answer } from '../spec/answer.ts'
import type { ScopeId } from '../spec/ids.ts'
import { keyRow } from '../spec/key-row.ts'
import { keyVectorDigest } from '../spec/key-vector.ts'
import { bumpRevision, thisRevision } from '../spec/revision.ts'
import { type Statement, statement } from '../spec/store.ts'
import type { AskDependencies, AskTrail } from './ask-types.ts'

/** Questions an entry keeps as agreed to be its own; a flood of askers must not fill the index. */
const mostConfirmed = 40

/** What a model said of candidates, as labels to fit on: it never certifies. */
export function verifierLabels(
  { store, clock }: AskDependencies,
  scope: ScopeId,
  { judged }: AskTrail,
  { id, served, decision }: Answer,
): readonly Statement[] {
  const at = clock.now()
  return judged.map((judgement) => {
    const isServed = served === 'hit' && decision.entry === judgement.entry
    return putLabelStatement(store.read, scope, { ...judgement, served: isServed, ask: id, at })
  })
}

/**
 * A question agreed to be an entry's own becomes a key of it, found by its words from then on: a few an entry, and none where
 * another key in the scope has the same words.
 */
export async function confirmedKey(
  { store, embedder }: AskDependencies,
  { scope, id: entry, policy }: Pick<Entry, 'scope' | 'id' | 'policy'>,
  question: string,
  vector: Int8Array,
): Promise<readonly Statement[]> {
  const db = store.read
  const kept = await db
    .selectFrom('keys')
    .select('no')
    .where('scope', '=', scope)
    .where('entry', '=', entry)
    .where('kind', '=', 'confirmed')
    .limit(mostConfirmed)
    .execute()
  if (kept.length >= mostConfirmed) return []
  const row = keyRow(scope, { id: entry, policy }, { text: question, kind: 'confirmed' })
  const same = db
    .selectFrom('keys')
    .select('no')
    .where('scope', '=', scope)
    .where('policy', '=', policy)
    .where('normalised', '=', row.normalised)
  if ((await same.limit(1).executeTakeFirst()) !== undefined) return []
  // Two who ask at the same time must not both add it.
  const added = db
    .selectNoFrom(({ val }) => [
      val(row.scope).as('scope'),
      val(row.policy).as('policy'),
      val(row.entry).as('entry'),
      val(row.text).as('text'),
      val(row.normalised).as('normalised'),
      sql.lit(row.kind).as('kind'),
      val(row.vector).as('vector'),
      sql.lit(row.active).as('active'),
      row.revision.as('revision'),
    ])
    .where(({ not, exists }) => not(exists(same)))
  return [
    bumpRevision(db, scope),
    statement(
      db
        .insertInto('keys')
        .columns(['scope', 'policy', 'entry', 'text', 'normalised', 'kind', 'vector', 'active', 'revision'])
        .expression(added),
    ),
    putVector({ store, embedder }, scope, question, vector),
  ]
}

/** The vector of a question's words, as its keys are found by. */
export function putVector(
  { store, embedder }: Pick<AskDependencies, 'store' | 'embedder'>,
  scope: ScopeId,
  question: string,
  vector: Int8Array,
): Statement {
  return statement(
    store.read
      .insertInto('vectors')
      .values({
        scope,
        embedder: embedder.name,
        digest: keyVectorDigest(question),
        vector: new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength),
        revision: thisRevision(scope),
      })
      .onConflict((conflict) => conflict.doNothing()),
  )
}
