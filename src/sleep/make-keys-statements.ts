import type { Entry } from '../cache/entry.ts'
import { putLabelStatement } from '../cache/labels/labels-table.ts'
import { keyRow } from '../spec/key-row.ts'
import { keyVectorDigest } from '../spec/key-vector.ts'
import { thisRevision } from '../spec/revision.ts'
import type { KeyWriter } from '../spec/skills.ts'
import { type Expectation, type Statement, statement } from '../spec/store.ts'
import type { EntryKeys } from './make-keys-entry.ts'
import { keysMadeStatement } from './make-keys-owed.ts'
import type { SleepContext } from './sleep-context.ts'

/** That the entry is still answered as its keys were made for. */
export function stillAnswered({ store, scope }: SleepContext, entry: Entry): Expectation {
  const row = store.read
    .selectFrom('entries')
    .select('alike')
    .where('scope', '=', scope)
    .where('entry', '=', entry.id)
    .where('status', '=', 'verified')
    .where('state', 'in', ['fresh', 'suspect'])
  return { statement: statement(row), equals: entry.alike }
}

/** What replaces the keys worded earlier; those withdrawn stay withdrawn. */
export async function keyStatements(context: SleepContext, writer: KeyWriter, { entry, keys, labels }: EntryKeys, recipe: string) {
  const { scope, embedder, clock } = context
  const db = context.store.read
  const former = await db
    .selectFrom('keys')
    .select(['no', 'text', 'normalised', 'kind', 'active'])
    .where('scope', '=', scope)
    .where('entry', '=', entry.id)
    .execute()
  const known = new Set(former.map((row) => row.text))
  const wanted = new Set(keys.map((key) => key.text))
  const told = await turnedByWord(context, entry)
  const gone = former.filter(
    (row) =>
      row.active === 1 && (row.kind === 'paraphrase' || (row.kind === 'near-miss' && !told.has(row.normalised))) && !wanted.has(row.text),
  )
  const added = keys.filter((key) => !known.has(key.text))
  const worded = former.filter((row) => row.kind === 'paraphrase' || row.kind === 'near-miss').length
  const put: Statement[] = [keysMadeStatement(context, writer, entry, worded - gone.length + added.length)]
  if (gone.length > 0) {
    const numbers = gone.map((row) => row.no)
    put.push(
      statement(db.deleteFrom('keys').where('scope', '=', scope).where('no', 'in', numbers)),
      // Whoever holds the entry's keys in memory lets go of them by its revision.
      statement(
        db
          .updateTable('entries')
          .set({ revision: thisRevision(scope) })
          .where('scope', '=', scope)
          .where('entry', '=', entry.id),
      ),
    )
  }
  const vectors = keys.filter((key) => key.isNew)
  if (vectors.length > 0) {
    const rows = vectors.map(({ text, vector }) => ({
      scope,
      embedder: embedder.name,
      digest: keyVectorDigest(text),
      vector: new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength),
      revision: thisRevision(scope),
    }))
    put.push(
      statement(
        db
          .insertInto('vectors')
          .values(rows)
          .onConflict((conflict) => conflict.doNothing()),
      ),
    )
  }
  if (added.length > 0) put.push(statement(db.insertInto('keys').values(added.map((key) => keyRow(scope, entry, key)))))
  for (const { question, same, byModel, features } of labels) {
    const source = byModel ? 'verifier' : 'synthetic'
    const seen = features === null ? { features, recipe: '' } : { features, recipe }
    const judged = { entry: entry.id, alike: entry.alike, question, preparedFor: entry.questionText, same, source } as const
    put.push(putLabelStatement(db, scope, { ...judged, ...seen, served: false, ask: null, at: clock.now() }))
  }
  return { put, count: added.length }
}

/** Questions of which a person or a check said that the entry does not answer them: what speaks against it then is not worded anew. */
async function turnedByWord({ store, scope }: SleepContext, entry: Entry): Promise<ReadonlySet<string>> {
  const rows = await store.read
    .selectFrom('labels')
    .select('normalised')
    .where('scope', '=', scope)
    .where('entry', '=', entry.id)
    .where('same', '=', 0)
    .where('source', 'in', ['feedback', 'shadow'])
    .execute()
  return new Set(rows.map((row) => row.normalised))
}
