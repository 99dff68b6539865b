import { putEntryStatements } from '../cache/entries-table.ts'
import type { Entry } from '../cache/entry.ts'
import { blocksFor, isBlocked } from '../cache/labels/blocks.ts'
import { toClaim } from '../distil/claims-table.ts'
import { type Attribution, attributed } from '../ledger/attribution.ts'
import { heldByPerson } from '../lineage/approvals.ts'
import { retireStatements } from '../lineage/editions/retire.ts'
import { citedPins, evidenceStatements, recipePin } from '../lineage/evidence-pin.ts'
import { withdrawUnsupported } from '../lineage/mark-changes.ts'
import { doubtLate } from '../lineage/watches/doubt-entries.ts'
import { roundTripPassages } from '../lineage/watches/make-watch.ts'
import { dropWatchStatement, putWatchStatement } from '../lineage/watches/watches-table.ts'
import { withdrawErased } from '../lineage/withdraw-erased.ts'
import type { StoredQuestion } from '../predict/questions-table.ts'
import { storedVectors } from '../retrieve/stored-vectors.ts'
import type { Claim } from '../spec/claim.ts'
import { digest } from '../spec/digest.ts'
import { type ErrorCode, ReverieError } from '../spec/errors.ts'
import { keyVectorDigest } from '../spec/key-vector.ts'
import { policyDigest } from '../spec/policy.ts'
import { bumpRevision } from '../spec/revision.ts'
import { type Statement, statement } from '../spec/store.ts'
import { breathe } from './breathe.ts'
import { withdrawnReason } from './effort-withdrawn.ts'
import { embedOwed } from './embed-owed.ts'
import { keepSupported } from './keep-supported.ts'
import { replacedStatements } from './log-replaced.ts'
import { type FailedItem, noteFailure } from './note-failure.ts'
import type { OwedQuestion } from './owed-questions.ts'
import { type Prepared, passagesOf, prepareQuestion } from './prepare-question.ts'
import { isQuarantined } from './quarantine.ts'
import { commit, type SleepContext } from './sleep-context.ts'
import { workThrough } from './work-through.ts'

const batch = 32
const lexicalRank = 10

/**
 * Prepares answers for the questions, in order: a lexical round trip drops what cannot come back before anything is
 * embedded, then question vectors, then the full round trip, reading and verification. Each batch is committed as made.
 */
export async function prepareAnswers(context: SleepContext, questions: readonly OwedQuestion[], corpus: number): Promise<void> {
  const { tally } = context
  const withdrawn = await withdrawnReason(context)
  if (withdrawn !== null) return tally.skip(withdrawn, questions.length)
  for (let at = 0; at < questions.length; at += batch) {
    await breathe(context)
    tally.progress('pre-answer', at, questions.length, questions[at]?.region ?? '')
    const slice = await keepSupported(context, questions.slice(at, at + batch))
    const claims = await claimsFor(context, slice)
    const { kept, dropped } = await lexicalRoundTrip(context, slice, claims)
    await embedOwed(
      context,
      kept.map((question) => ({ digest: keyVectorDigest(question.text), text: question.text })),
      'questions',
    )
    const vectors = await questionVectors(context, kept)
    const { finished, stopped } = await workThrough(context, kept, (question) =>
      attributed(madeFor(question), () => prepareOne(context, question, claims, vectors, corpus)),
    )
    await commitPrepared(context, [...dropped, ...finished.filter((one) => one !== null)])
    if (stopped !== null) throw stopped
  }
  tally.progress('pre-answer', questions.length, questions.length)
}

/** What the calls that prepare a question are booked to. */
export function madeFor({ id, origins, region }: StoredQuestion): Attribution {
  return { predictor: origins.join('+'), region, question: id }
}

/** Null where the model failed: the question stays owed. */
async function prepareOne(
  context: SleepContext,
  question: OwedQuestion,
  claims: ReadonlyMap<string, Claim>,
  vectors: ReadonlyMap<string, Int8Array>,
  corpus: number,
): Promise<Prepared | null> {
  const own = question.about.kind === 'claim' ? question.about.claims.flatMap((id) => claims.get(id) ?? []) : []
  const versions = own.flatMap((claim) => claim.quotes.map((quote) => quote.version))
  const input = versions.length === 0 ? digest('corpus', corpus) : digest('versions', ...versions)
  const id = context.isOtherPolicy === true ? digest('under', question.id, policyDigest(context.policy)) : question.id
  const item: FailedItem = { stage: 'pre-answer', id, name: question.text, input }
  if (context.skills.reader.model !== null && (await isQuarantined(context, item.id, item.stage, input)))
    return { kind: 'skipped', question, reason: 'the model failed on it twice' }
  try {
    const vector = vectors.get(keyVectorDigest(question.text)) ?? null
    const prepared = await prepareQuestion(context, { question, vector, claims: own })
    context.tally.unreachable = 0
    if (prepared.kind === 'entry' && isBlocked(await blocksFor(context.store.read, context.scope, question.text), prepared.entry))
      return { kind: 'skipped', question, reason: 'its answer was said to be wrong' }
    return prepared
  } catch (cause) {
    if (!(cause instanceof ReverieError) || !ofModel.has(cause.code)) throw cause
    await noteFailure(context, item, cause)
    return null
  }
}

/** What a model can do to a question; anything else is no fault of either. */
const ofModel: ReadonlySet<ErrorCode> = new Set(['bad-argument', 'model-failed', 'model-malformed', 'parked'])

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
      .where('stamp', '!=', 'unverified')
      .execute()
    for (const row of rows) claims.set(row.claim, toClaim(row))
  }
  return claims
}

async function lexicalRoundTrip(context: SleepContext, questions: readonly OwedQuestion[], claims: ReadonlyMap<string, Claim>) {
  const kept: OwedQuestion[] = []
  const dropped: Prepared[] = []
  for (const question of questions) {
    if (question.about.kind !== 'claim' || question.pinned) {
      kept.push(question)
      continue
    }
    const own = question.about.claims.flatMap((id) => claims.get(id) ?? [])
    const passages = passagesOf(question, own)
    const found = await context.view.search({ question: question.text, vector: null, limit: lexicalRank * roundTripPassages })
    if (found.some((unit) => passages.has(unit.passage))) kept.push(question)
    else dropped.push({ kind: 'skipped', question, reason: 'retrieval does not bring its passage back' })
    await breathe(context)
  }
  return { kept, dropped }
}

function questionVectors(context: SleepContext, questions: readonly StoredQuestion[]): Promise<ReadonlyMap<string, Int8Array>> {
  const digests = questions.map((question) => keyVectorDigest(question.text))
  return storedVectors(context.store.read, context.scope, context.embedder.name, digests)
}

/**
 * Commits what was prepared, in one transaction; an entry whose source moved while it was made is stale from the start,
 * one whose search was overtaken suspect. What it replaces is kept as an edition; what a person approved is not replaced.
 */
export async function commitPrepared(context: SleepContext, prepared: readonly Prepared[]): Promise<void> {
  const db = context.store.read
  const results = await withoutApproved(context, prepared)
  if (results.length === 0) return
  const made = results.flatMap((result) => (result.kind === 'entry' ? [result.entry] : []))
  const before = [...(await retireStatements(db, context.scope, made)), ...(await replacedStatements(context, made))]
  const statements: Statement[] = [bumpRevision(db, context.scope), ...before]
  const committed: Entry[] = []
  for (const result of results) {
    if (result.kind === 'skipped') {
      if (context.isOtherPolicy !== true) statements.push(skippedStatement(context, result))
      context.tally.skip(result.reason)
    } else {
      statements.push(...entryStatements(context, result))
      committed.push(result.entry)
    }
  }
  const ids = committed.map((entry) => entry.id)
  statements.push(
    ...withdrawUnsupported(db, context.scope, ids),
    ...doubtLate(db, context.scope, ids, context.view.revision),
    ...withdrawErased(db, context.scope, ids),
  )
  await commit(context, statements)
  for (const entry of committed) {
    context.tally.make(entry.kind === 'absence' ? 'absences' : entry.shape === 'list' ? 'lists' : 'entries')
    if (entry.kind === 'answer') context.tally.nowPrepared()
  }
}

/** A person may approve an answer while another one to its question is made. */
async function withoutApproved({ store, scope }: SleepContext, results: readonly Prepared[]): Promise<readonly Prepared[]> {
  const made = results.flatMap((result) => (result.kind === 'entry' ? [result.entry.id] : []))
  const held = await heldByPerson(store.read, scope, made)
  return held.size === 0 ? results : results.filter((result) => result.kind !== 'entry' || !held.has(result.entry.id))
}

function skippedStatement({ store, scope }: SleepContext, { question, reason }: Extract<Prepared, { kind: 'skipped' }>): Statement {
  const skipped = store.read.updateTable('questions').set({ skipped: reason }).where('scope', '=', scope)
  return statement(skipped.where('question', '=', question.id))
}

function entryStatements(
  context: SleepContext,
  { entry, listed, watch, read = [] }: Extract<Prepared, { kind: 'entry' }>,
): readonly Statement[] {
  const db = context.store.read
  const { scope } = context
  const pins = listed === undefined ? [] : [{ role: 'listed' as const, place: null, ...listed }]
  return [
    ...putEntryStatements(db, entry, [{ text: entry.questionText, kind: 'question' }]),
    watch === undefined ? dropWatchStatement(db, scope, entry.id) : putWatchStatement(db, scope, watch.watch),
    ...evidenceStatements(db, scope, entry.id, 'entry', [
      ...citedPins(entry.body),
      ...pins,
      ...read,
      ...(watch?.pins ?? []),
      recipePin('reader', context.skills.reader.recipe),
    ]),
  ]
}
