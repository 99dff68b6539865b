import { type Kysely, sql } from 'kysely'
import { type AskedText, type AskedWords, openAskedWords, wordlessAnswer, wordlessDecision } from '../../ask/asked-text.ts'
import { readDecisionRecord } from '../../cache/decision-record.ts'
import { nextTurn } from '../../corpus/next-turn.ts'
import { parseEdition } from '../../lineage/editions/edition.ts'
import type { Answer } from '../../spec/answer.ts'
import { hashMark, isWordless } from '../../spec/asked-words.ts'
import type { ScopeId } from '../../spec/ids.ts'
import { normaliseQuestion, questionDigest } from '../../spec/normalise-question.ts'
import { askedOrigins, type QuestionOrigin } from '../../spec/question.ts'
import type { Random } from '../../spec/random.ts'
import { bumpRevision, noteErasure, thisRevision } from '../../spec/revision.ts'
import type { Schema } from '../../spec/schema.ts'
import { type Lease, type Statement, type Store, statement } from '../../spec/store.ts'
import { deletion, entryEvictions } from './entry-evictions.ts'

export interface ScrubOptions {
  readonly mode: AskedText
  readonly random: Pick<Random, 'id'>
  readonly fence?: Lease
  /** Awaited between slices. Default: a turn of the event loop. */
  readonly between?: () => Promise<void>
}

/** What was scrubbed of the words that people asked. */
export interface Scrubbed {
  readonly records: number
  readonly questions: number
  readonly keys: number
}

const slice = 200
const nothing: Scrubbed = { records: 0, questions: 0, keys: 0 }

/**
 * Where what people asked is not to be kept any more: rewrites the records that hold it, and takes away questions that were
 * only asked with what was prepared for them, keys in their words, labels and former answers under them. What a person
 * pinned, approved or wrote an answer to stays: those are their own words. Level-triggered; writes nothing once it is done.
 */
export async function scrubAskedText(
  store: Store,
  scope: ScopeId,
  { mode, random, fence, between = nextTurn }: ScrubOptions,
): Promise<Scrubbed> {
  if (mode === 'kept') return nothing
  const { read: db } = store
  const options = fence === undefined ? {} : { fence }
  const words = await openAskedWords({ store, random }, scope, mode)
  const records = await scrubRecords(store, scope, words, { ...options, between })
  const questions = await askedOnly(db, scope)
  for (let at = 0; at < questions.length; at += slice) {
    const some = questions.slice(at, at + slice)
    const entries = await db.selectFrom('entries').select('entry').where('scope', '=', scope).where('question', 'in', some).execute()
    const ids = sql.join(some)
    await store.write(
      [
        ...(await entryEvictions(
          db,
          scope,
          entries.map(({ entry }) => entry),
        )),
        deletion(db, sql`delete from questions where scope = ${scope} and question in (${ids})`),
        deletion(db, sql`delete from predictions where scope = ${scope} and question in (${ids})`),
        deletion(db, sql`delete from speculations where scope = ${scope} and question in (${ids})`),
      ],
      options,
    )
    await between()
  }
  // What was expected of conversations and never became a question of its own.
  const loose = sql`scope = ${scope} and question not in (select question from questions where scope = ${scope})`
  const { rows } = await sql<{ count: number }>`select count(*) as count from predictions where ${loose}`.execute(db)
  if (Number(rows[0]?.count ?? 0) > 0) await store.write([deletion(db, sql`delete from predictions where ${loose}`)], options)
  const keys = await scrubKeys(db, scope)
  const beside = [...(await editionsScrubbed(db, scope)), ...(await labelsScrubbed(db, scope, words)), ...keys.statements]
  if (beside.length > 0) await store.write([bumpRevision(db, scope), ...beside, noteErasure(db, scope)], options)
  if (records + questions.length + beside.length > 0) {
    // A paid result does not say whose words it was made from, and a receipt names what failed in them.
    await store.write(
      [
        deletion(db, sql`delete from memos where scope = ${scope} and memo not like 'keys:%'`),
        deletion(db, sql`delete from policies where scope = ${scope}`),
        deletion(db, sql`delete from quarantine where scope = ${scope} and stage = 'pre-answer'`),
        deletion(
          db,
          sql`update runs set receipt = '{}' where scope = ${scope} and kind = 'sleep' and replace(receipt, '"stage":"pre-answer"', '') <> receipt`,
        ),
      ],
      options,
    )
    await store.compact?.()
  }
  return { records, questions: questions.length, keys: keys.count }
}

async function scrubRecords(
  store: Store,
  scope: ScopeId,
  words: AskedWords,
  { between, ...options }: { readonly fence?: Lease; readonly between: () => Promise<void> },
): Promise<number> {
  const { read: db } = store
  let scrubbed = 0
  for (;;) {
    const rows = await db
      .selectFrom('records')
      .select(['ask', 'question', 'session', 'answer', 'decision'])
      .where('scope', '=', scope)
      .where('question', '<>', '')
      .where(
        sql<boolean>`(${sql.lit(words.mode === 'off' ? 1 : 0)} = 1 or substr(question, 1, ${sql.lit(hashMark.length)}) <> ${hashMark})`,
      )
      .limit(slice)
      .execute()
    if (rows.length === 0) return scrubbed
    const statements = rows.map(({ ask, question, session, answer, decision }) => {
      const row = {
        question: words.question(question),
        session: words.session(session),
        answer: JSON.stringify(wordlessAnswer(JSON.parse(answer) as Answer, words)),
        decision: JSON.stringify(wordlessDecision(readDecisionRecord(decision))),
      }
      return statement(db.updateTable('records').set(row).where('scope', '=', scope).where('ask', '=', ask))
    })
    const outcome = await store.write(statements, options)
    if (!outcome.committed) return scrubbed
    scrubbed += rows.length
    await between()
  }
}

/** Questions nobody but an asker thought of. */
async function askedOnly(db: Kysely<Schema>, scope: ScopeId): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('questions')
    .select(['question', 'origins'])
    .where('scope', '=', scope)
    .where('pinned', '=', 0)
    .where(
      sql<boolean>`not exists (select 1 from approvals where approvals.scope = questions.scope and approvals.question = questions.question)`,
    )
    .orderBy('question')
    .execute()
  return rows.filter(({ origins }) => isAskers(origins)).map((row) => row.question)
}

/** Whether a question's origins (JSON) all repeat what was asked. */
function isAskers(origins: string): boolean {
  return (JSON.parse(origins) as readonly QuestionOrigin[]).every((origin) => askedOrigins.has(origin))
}

async function scrubKeys(
  db: Kysely<Schema>,
  scope: ScopeId,
): Promise<{ readonly count: number; readonly statements: readonly Statement[] }> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from keys where scope = ${scope} and kind = 'confirmed'`.execute(
    db,
  )
  const count = Number(rows[0]?.count ?? 0)
  if (count === 0) return { count, statements: [] }
  const own = sql`select entry from keys where scope = ${scope} and kind = 'confirmed'`
  return {
    count,
    statements: [
      deletion(db, sql`update entries set revision = ${thisRevision(scope)} where scope = ${scope} and entry in (${own})`),
      deletion(db, sql`delete from keys where scope = ${scope} and kind = 'confirmed'`),
    ],
  }
}

/** Former answers to questions that are gone go with them; the others lose the keys in askers' words. */
async function editionsScrubbed(db: Kysely<Schema>, scope: ScopeId): Promise<readonly Statement[]> {
  const rows = await db
    .selectFrom('editions')
    .select(['edition', 'body'])
    .where('scope', '=', scope)
    .where(
      sql<boolean>`(replace(body, '"confirmed"', '') <> body or replace(body, '"asked"', '') <> body or replace(body, '"recurrence"', '') <> body)`,
    )
    .execute()
  return rows.flatMap(({ edition, body }): readonly Statement[] => {
    const parsed = parseEdition(body)
    if (parsed === null) return []
    if (parsed.question !== null && isAskers(JSON.stringify(parsed.question.origins))) {
      return [
        deletion(db, sql`delete from evidence where scope = ${scope} and artefact = ${edition}`),
        deletion(db, sql`delete from editions where scope = ${scope} and edition = ${edition}`),
      ]
    }
    const keys = parsed.keys.filter(({ kind }) => kind !== 'confirmed')
    if (keys.length === parsed.keys.length) return []
    const next = JSON.stringify({ ...parsed, keys })
    return [statement(db.updateTable('editions').set({ body: next }).where('scope', '=', scope).where('edition', '=', edition))]
  })
}

async function knownQuestions(db: Kysely<Schema>, scope: ScopeId, texts: readonly string[]): Promise<ReadonlySet<string>> {
  const known = new Set<string>()
  for (let at = 0; at < texts.length; at += slice) {
    const ids = texts.slice(at, at + slice).map((text) => questionDigest(text))
    const rows = await db.selectFrom('questions').select('question').where('scope', '=', scope).where('question', 'in', ids).execute()
    for (const row of rows) known.add(row.question)
  }
  return known
}

/** What a person said of an answer is kept under the hash; what checks said is not. */
async function labelsScrubbed(db: Kysely<Schema>, scope: ScopeId, words: AskedWords): Promise<readonly Statement[]> {
  const rows = await db
    .selectFrom('labels')
    .select(['label', 'source', 'question', 'prepared_for'])
    .where('scope', '=', scope)
    .where('source', '<>', 'synthetic')
    .execute()
  const known = await knownQuestions(
    db,
    scope,
    rows.map((row) => row.prepared_for),
  )
  return rows.flatMap(({ label, source, question, prepared_for: preparedFor }): readonly Statement[] => {
    const own = db.updateTable('labels').where('scope', '=', scope).where('label', '=', label)
    if (source !== 'feedback') return [statement(db.deleteFrom('labels').where('scope', '=', scope).where('label', '=', label))]
    if (isWordless(question) && (words.mode === 'hashed' || question === '')) return []
    const next = words.question(question)
    const kept = known.has(questionDigest(preparedFor)) ? preparedFor : words.question(preparedFor)
    return [statement(own.set({ question: next, normalised: normaliseQuestion(next), prepared_for: kept }))]
  })
}
