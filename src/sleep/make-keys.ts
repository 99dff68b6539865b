import type { Entry } from '../cache/entry.ts'
import { putLabelStatement } from '../cache/labels/labels-table.ts'
import { loadTombstones } from '../lineage/tombstones.ts'
import { keyRow } from '../spec/key-row.ts'
import { keyVectorDigest } from '../spec/key-vector.ts'
import { bumpRevision, thisRevision } from '../spec/revision.ts'
import type { KeyWriter } from '../spec/skills.ts'
import { type Expectation, type Statement, statement } from '../spec/store.ts'
import { type EntryKeys, type KeyDrop, keysOfEntry } from './make-keys-entry.ts'
import { openKeyField } from './make-keys-field.ts'
import { keysMadeStatement, owedKeys } from './make-keys-owed.ts'
import { loadKeySources } from './make-keys-sources.ts'
import { type FailedItem, noteFailure } from './note-failure.ts'
import { isQuarantined } from './quarantine.ts'
import { commit, type SleepContext, throwIfAborted } from './sleep-context.ts'
import { workThrough } from './work-through.ts'

/** How much one sleep does for keys; the rest is owed to the next. */
export interface KeyLimits {
  readonly entries: number
  /** New vectors: each costs the default embedder 12 to 26 ms. */
  readonly vectors: number
  /** Keys embedded an entry. */
  readonly paraphrases: number
  readonly nearMisses: number
}

export const keyLimits: { readonly extractive: KeyLimits; readonly generative: KeyLimits } = {
  extractive: { entries: 200, vectors: 400, paraphrases: 4, nearMisses: 2 },
  generative: { entries: 40, vectors: 400, paraphrases: 6, nearMisses: 4 },
}

const batch = 8

const reasons: Readonly<Record<KeyDrop, string>> = {
  'adds-nothing': 'a key would match what another one does',
  collides: 'a key is as near to another answer',
  'near-miss': 'a key is as near to what its answer does not answer',
  'costs-precision': 'a key would lead a judged question astray',
  indistinguishable: 'a near-miss is too near to its question',
  guard: 'a key asks for something else',
  'not-supported': 'a key does not bring its answer back',
  'is-supported': 'a near-miss is answered alike',
}

/**
 * Words further keys for prepared answers, those with most value first: paraphrases they can be matched by and near-misses
 * that speak against them. Each is judged as if it had been asked, and must earn its place among the keys of the scope. What
 * was found out of each is kept as a label. A batch is committed whole, vectors included, so that a stopped sleep loses one
 * batch and an entry is never worked on twice; entries that are made anew are owed anew.
 */
export async function makeKeys(context: SleepContext, limits?: KeyLimits): Promise<void> {
  const { keyWriter: writer, verifier } = context.skills
  if (writer === undefined) return
  const { entries, vectors, ...each } =
    limits ?? (writer.model === null && verifier.model === null ? keyLimits.extractive : keyLimits.generative)
  const owed = await owedKeys(context, writer, entries)
  if (owed.length === 0) return
  const field = await openKeyField(context)
  const sources = await loadKeySources(context, owed)
  const forgotten = await loadTombstones(context.store.read, context.scope)
  const isForgotten = (question: string): boolean => forgotten.count > 0 && forgotten.hasQuestion(question)
  let embedded = 0
  let at = 0
  for (; at < owed.length && embedded < vectors; at += batch) {
    throwIfAborted(context.signal)
    context.tally.progress('verify', at, owed.length, owed[at]?.region ?? '')
    const { finished, stopped } = await workThrough(context, owed.slice(at, at + batch), (entry) =>
      tried(context, writer, entry, () => keysOfEntry(context, { entry, field, sources, writer, isForgotten, ...each })),
    )
    const made = finished.filter((one) => one !== null)
    await commitKeys(context, writer, made)
    embedded += made.reduce((sum, one) => sum + one.embedded, 0)
    if (stopped !== null) throw stopped
  }
  const done = Math.min(at, owed.length)
  context.tally.progress('verify', done, done)
}

/**
 * Null where a skill failed on the entry: it stays owed, with the keys it has, until it failed as often as is tried. Then it
 * is left alone until it is answered anew, so that it keeps no other entry waiting.
 */
async function tried(
  context: SleepContext,
  writer: KeyWriter,
  entry: Entry,
  make: () => Promise<EntryKeys | null>,
): Promise<EntryKeys | null> {
  const item: FailedItem = { stage: 'keys', id: entry.id, name: entry.questionText, input: entry.alike }
  if (await isQuarantined(context, item.id, item.stage, item.input)) {
    await commit(context, [keysMadeStatement(context, writer, entry, 0)])
    return null
  }
  try {
    const made = await make()
    context.tally.unreachable = 0
    return made
  } catch (cause) {
    await noteFailure(context, item, cause)
    return null
  }
}

/** Commits a batch in one transaction; entry by entry where one was answered anew meanwhile, which is left owed. */
async function commitKeys(context: SleepContext, writer: KeyWriter, made: readonly EntryKeys[]): Promise<void> {
  if (made.length === 0) return
  const statements: Statement[] = [bumpRevision(context.store.read, context.scope)]
  const added: number[] = []
  for (const one of made) {
    const { put, count } = await keyStatements(context, writer, one)
    statements.push(...put)
    added.push(count)
  }
  if (
    !(await commit(
      context,
      statements,
      made.map(({ entry }) => stillAnswered(context, entry)),
    ))
  ) {
    if (made.length > 1) for (const one of made) await commitKeys(context, writer, [one])
    return
  }
  const { tally } = context
  for (const [at, { keys, dropped }] of made.entries()) {
    if ((added[at] ?? 0) > 0) tally.make('keys', added[at])
    const fresh = keys.filter((key) => key.isNew).length
    if (fresh > 0) tally.make('vectors', fresh)
    for (const { reason } of dropped) tally.skip(reasons[reason])
  }
}

function stillAnswered({ store, scope }: SleepContext, entry: Entry): Expectation {
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
async function keyStatements(context: SleepContext, writer: KeyWriter, { entry, keys, labels }: EntryKeys) {
  const { scope, embedder, clock } = context
  const db = context.store.read
  const former = await db
    .selectFrom('keys')
    .select(['no', 'text', 'kind', 'active'])
    .where('scope', '=', scope)
    .where('entry', '=', entry.id)
    .execute()
  const known = new Set(former.map((row) => row.text))
  const wanted = new Set(keys.map((key) => key.text))
  const gone = former.filter((row) => row.active === 1 && (row.kind === 'paraphrase' || row.kind === 'near-miss') && !wanted.has(row.text))
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
  for (const { question, same, byModel } of labels) {
    const source = byModel ? 'verifier' : 'synthetic'
    const judged = { entry: entry.id, alike: entry.alike, question, preparedFor: entry.questionText, same, source } as const
    put.push(putLabelStatement(db, scope, { ...judged, features: null, recipe: '', served: false, ask: null, at: clock.now() }))
  }
  return { put, count: added.length }
}
