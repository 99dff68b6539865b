import { type RawBuilder, sql } from 'kysely'
import { entriesById } from '../cache/entries-table.ts'
import { alikeDigest, type Entry, entryId } from '../cache/entry.ts'
import { blocksFor, isBlocked } from '../cache/labels/blocks.ts'
import { artefactStatement } from '../lineage/artefact-statement.ts'
import { retireStatements } from '../lineage/editions/retire.ts'
import { citedPins, type EvidencePin, evidenceStatements } from '../lineage/evidence-pin.ts'
import { withdrawUnsupported } from '../lineage/mark-changes.ts'
import { claimsSupported } from '../lineage/rungs/claims-supported.ts'
import { isRungOn, wholeLadder } from '../lineage/rungs/cutoff.ts'
import { verificationStatement } from '../lineage/verifications.ts'
import { doubtLate } from '../lineage/watches/doubt-entries.ts'
import { putWatchStatement } from '../lineage/watches/watches-table.ts'
import { withdrawnEfforts } from '../lineage/withdrawn-efforts.ts'
import { stillAdmissible } from '../preanswer/still-admissible.ts'
import { openScopeRows } from '../retrieve/scope-rows.ts'
import { storedVectors } from '../retrieve/stored-vectors.ts'
import type { Quote } from '../spec/claim.ts'
import { keyVectorDigest } from '../spec/key-vector.ts'
import { policyDigest } from '../spec/policy.ts'
import { bumpRevision } from '../spec/revision.ts'
import { statement } from '../spec/store.ts'
import { causeOf } from './cause-of.ts'
import type { OwedQuestion } from './owed-questions.ts'
import { evidenceUnits, restsOn } from './prepare-question.ts'
import { commit, type SleepContext } from './sleep-context.ts'

/**
 * Keeps what a model wrote where the passages it cites have changed and still state what is quoted, each in exactly one
 * sentence: the old text with the new sentences under it, if a search and the reader agree with it as they would asleep.
 * No model is called. Returns the questions that are still owed.
 */
export async function keepSupported(context: SleepContext, questions: readonly OwedQuestion[]): Promise<readonly OwedQuestion[]> {
  if (!isRungOn(context.cutoff ?? wholeLadder, 'claims-supported')) return questions
  const { store, scope } = context
  const policy = policyDigest(context.policy)
  const ids = new Map(questions.map((question) => [entryId(scope, policy, '', question.text) as string, question]))
  const stale = [...(await entriesById(store.read, scope, [...ids.keys()])).values()].filter(
    (entry) => entry.state === 'stale' && entry.kind === 'answer' && entry.status === 'verified' && entry.model !== null,
  )
  const kept = new Set<string>()
  const efforts = await withdrawnEfforts(store.read, scope)
  for (const entry of stale) {
    if (efforts.reason(entry) !== null) continue
    const isRefused = isBlocked(await blocksFor(store.read, scope, entry.questionText), entry)
    if (!isRefused && (await keep(context, entry))) kept.add(entry.id)
  }
  return questions.filter((question) => !kept.has(entryId(scope, policy, '', question.text)))
}

async function keep(context: SleepContext, entry: Entry): Promise<boolean> {
  const { store, scope, embedder, clock } = context
  const quotes = await followed(context, entry.body.quotes)
  if (quotes === null || quotes.length === 0) return false
  const body = { ...entry.body, quotes }
  const key = keyVectorDigest(entry.questionText)
  const vector = (await storedVectors(store.read, scope, embedder.name, [key])).get(key) ?? null
  const evidence = await context.view.search({ question: entry.questionText, vector, limit: evidenceUnits })
  const admission = await stillAdmissible({ question: entry.questionText, kind: entry.kind, body, roundTrip: null, evidence })
  if (!admission.holds) return false
  const { watch, read } = restsOn(context, entry, { hasVector: vector !== null, isRoundTrip: false, evidence })
  const db = store.read
  const own: RawBuilder<boolean> = sql<boolean>`entry = ${entry.id}`
  const pins = [...citedPins(body), ...read, ...watch.pins, ...(await recipePins(context, entry.id))]
  const how = { scope, artefact: entry.id, kind: 'entry', rung: 'claims-supported', by: 'sleep', at: clock.now() } as const
  const rewritten = db
    .updateTable('entries')
    .set({ body: JSON.stringify(body), alike: alikeDigest(body), soft_since: null })
    .where('scope', '=', scope)
    .where('entry', '=', entry.id)
  await commit(context, [
    bumpRevision(db, scope),
    ...(await retireStatements(db, scope, [{ id: entry.id, body, madeAt: clock.now() }])),
    statement(rewritten),
    ...evidenceStatements(db, scope, entry.id, 'entry', pins),
    putWatchStatement(db, scope, watch.watch),
    artefactStatement(db, scope, 'support-back', { table: 'entries', where: own }),
    artefactStatement(db, scope, 'confirmed', { table: 'entries', where: own }),
    verificationStatement(db, { ...how, cause: await causeOf(context, entry.id) }),
    ...withdrawUnsupported(db, scope, [entry.id]),
    ...doubtLate(db, scope, [entry.id], context.view.revision),
  ])
  context.tally.keep('entries')
  return true
}

/** Each quote at its passage's current version, or null where one has no sentence that still states it. */
async function followed({ store, scope, embedder }: SleepContext, quotes: readonly Quote[]): Promise<readonly Quote[] | null> {
  const ids = [...new Set(quotes.map((quote) => quote.passage))]
  const passages = new Map((await openScopeRows(store, scope, embedder.name).passages('passage', ids)).map((one) => [one.id, one]))
  const found: Quote[] = []
  for (const quote of quotes) {
    const passage = passages.get(quote.passage)
    if (passage === undefined) return null
    const next = passage.version === quote.version ? quote : claimsSupported(quote, passage, passage.units)
    if (next === null) return null
    found.push(next)
  }
  return found
}

async function recipePins({ store, scope }: SleepContext, entry: string): Promise<readonly EvidencePin[]> {
  return await store.read
    .selectFrom('evidence')
    .select(['role', 'reference', 'version', 'place', 'span'])
    .where('scope', '=', scope)
    .where('artefact', '=', entry)
    .where('role', '=', 'recipe')
    .execute()
}
