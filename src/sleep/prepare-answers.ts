import { putEntryStatements } from '../cache/entries-table.ts'
import type { Entry } from '../cache/entry.ts'
import { keyVectorDigest } from '../cache/key-vector.ts'
import { toClaim } from '../distil/claims-table.ts'
import { citedPins, evidenceStatements, recipePin } from '../lineage/evidence-pin.ts'
import { withdrawUnsupported } from '../lineage/mark-changes.ts'
import type { StoredQuestion } from '../predict/questions-table.ts'
import type { Claim } from '../spec/claim.ts'
import { ReverieError } from '../spec/errors.ts'
import { bumpRevision } from '../spec/revision.ts'
import { type Statement, statement } from '../spec/store.ts'
import { embedOwed } from './embed-owed.ts'
import { type Prepared, prepareQuestion, roundTripRank } from './prepare-question.ts'
import { breathe, commit, type SleepContext, throwIfAborted } from './sleep-context.ts'

const batch = 32
const lexicalRank = 10

/**
 * Prepares answers for the questions, in order: a lexical round trip drops what cannot come back before anything is
 * embedded, then question vectors, then the full round trip, reading and verification. Each batch is committed as made.
 */
export async function prepareAnswers(context: SleepContext, questions: readonly StoredQuestion[], corpus: number): Promise<void> {
  const { tally } = context
  for (let at = 0; at < questions.length; at += batch) {
    throwIfAborted(context.signal)
    tally.progress('pre-answer', at, questions.length, questions[at]?.region ?? '')
    const slice = questions.slice(at, at + batch)
    const claims = await claimsFor(context, slice)
    const { kept, dropped } = await lexicalRoundTrip(context, slice, claims)
    await embedOwed(
      context,
      kept.map((question) => ({ digest: keyVectorDigest(question.text), text: question.text })),
      'questions',
    )
    const vectors = await questionVectors(context, kept)
    const results: Prepared[] = [...dropped]
    for (const question of kept) {
      throwIfAborted(context.signal)
      results.push(await prepareOne(context, question, claims, vectors, corpus))
      await breathe()
    }
    await commitPrepared(context, results)
  }
  tally.progress('pre-answer', questions.length, questions.length)
}

async function prepareOne(
  context: SleepContext,
  question: StoredQuestion,
  claims: ReadonlyMap<string, Claim>,
  vectors: ReadonlyMap<string, Int8Array>,
  corpus: number,
): Promise<Prepared> {
  try {
    return await prepareQuestion(context, {
      question,
      vector: vectors.get(keyVectorDigest(question.text)) ?? null,
      claims: question.about.kind === 'claim' ? question.about.claims.flatMap((id) => claims.get(id) ?? []) : [],
      corpus,
    })
  } catch (cause) {
    if (cause instanceof ReverieError && (cause.code === 'model-failed' || cause.code === 'model-malformed')) {
      context.tally.fail('pre-answer', question.text, cause.message)
      return { kind: 'skipped', question, reason: 'the model failed' }
    }
    throw cause
  }
}

async function claimsFor(context: SleepContext, questions: readonly StoredQuestion[]): Promise<ReadonlyMap<string, Claim>> {
  const ids = [...new Set(questions.flatMap((question) => (question.about.kind === 'claim' ? question.about.claims : [])))]
  const claims = new Map<string, Claim>()
  for (let at = 0; at < ids.length; at += 400) {
    const rows = await context.store.read
      .selectFrom('claims')
      .selectAll()
      .where('scope', '=', context.scope)
      .where('claim', 'in', ids.slice(at, at + 400))
      .where('state', '=', 'fresh')
      .execute()
    for (const row of rows) claims.set(row.claim, toClaim(row))
  }
  return claims
}

async function lexicalRoundTrip(context: SleepContext, questions: readonly StoredQuestion[], claims: ReadonlyMap<string, Claim>) {
  const kept: StoredQuestion[] = []
  const dropped: Prepared[] = []
  for (const question of questions) {
    if (question.about.kind !== 'claim' || question.pinned) {
      kept.push(question)
      continue
    }
    const passages = new Set(question.about.claims.flatMap((id) => claims.get(id)?.quotes.map((quote) => quote.passage) ?? []))
    const found = await context.view.search({ question: question.text, vector: null, limit: lexicalRank * roundTripRank })
    if (found.some((unit) => passages.has(unit.passage))) kept.push(question)
    else dropped.push({ kind: 'skipped', question, reason: 'retrieval does not bring its passage back' })
    await breathe()
  }
  return { kept, dropped }
}

async function questionVectors(context: SleepContext, questions: readonly StoredQuestion[]): Promise<ReadonlyMap<string, Int8Array>> {
  if (questions.length === 0) return new Map()
  const rows = await context.store.read
    .selectFrom('vectors')
    .select(['digest', 'vector'])
    .where('scope', '=', context.scope)
    .where('embedder', '=', context.embedder.name)
    .where(
      'digest',
      'in',
      questions.map((question) => keyVectorDigest(question.text)),
    )
    .execute()
  return new Map(rows.map((row) => [row.digest, new Int8Array(row.vector.buffer, row.vector.byteOffset, row.vector.byteLength)]))
}

/** Commits what was prepared, in one transaction; an entry whose source moved while it was made is stale from the start. */
export async function commitPrepared(context: SleepContext, results: readonly Prepared[]): Promise<void> {
  const db = context.store.read
  const statements: Statement[] = [bumpRevision(db, context.scope)]
  const committed: Entry[] = []
  for (const result of results) {
    if (result.kind === 'skipped') {
      statements.push(
        statement(
          db
            .updateTable('questions')
            .set({ skipped: result.reason })
            .where('scope', '=', context.scope)
            .where('question', '=', result.question.id),
        ),
      )
      context.tally.skip(result.reason)
    } else {
      statements.push(...entryStatements(context, result))
      committed.push(result.entry)
    }
  }
  statements.push(
    ...withdrawUnsupported(
      db,
      context.scope,
      committed.map((entry) => entry.id),
    ),
  )
  await commit(context, statements)
  for (const entry of committed) {
    context.tally.make(entry.kind === 'absence' ? 'absences' : entry.shape === 'list' ? 'lists' : 'entries')
    if (entry.kind === 'answer') context.tally.nowPrepared()
  }
}

function entryStatements(context: SleepContext, { entry, listed }: Extract<Prepared, { kind: 'entry' }>): readonly Statement[] {
  const db = context.store.read
  const pins = listed === undefined ? [] : [{ role: 'listed' as const, place: null, ...listed }]
  return [
    ...putEntryStatements(db, entry, [{ text: entry.questionText, kind: 'question' }]),
    ...evidenceStatements(db, context.scope, entry.id, 'entry', [
      ...citedPins(entry.body),
      ...pins,
      recipePin('reader', context.skills.reader.recipe),
    ]),
  ]
}
