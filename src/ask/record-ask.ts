import { type Kysely, sql } from 'kysely'
import { absenceVerdict } from '../cache/absence.ts'
import type { ConsideredInput, DecisionRecordInput } from '../cache/decision-record.ts'
import { putEntryStatements } from '../cache/entries-table.ts'
import { alikeDigest, type Entry, entryId } from '../cache/entry.ts'
import { type Unfiled, whyUnfiled } from '../cache/filing-bounds.ts'
import { blocksFor, isBlocked } from '../cache/labels/blocks.ts'
import { rememberPolicyStatements } from '../cache/policies-table.ts'
import { countAskStatement } from '../ledger/ask-days.ts'
import { retireStatements } from '../lineage/editions/retire.ts'
import { citedPins, evidenceStatements } from '../lineage/evidence-pin.ts'
import { withdrawUnsupported } from '../lineage/mark-changes.ts'
import { loadTombstones } from '../lineage/tombstones.ts'
import { doubtLate } from '../lineage/watches/doubt-entries.ts'
import { makeWatch, shownPassages } from '../lineage/watches/make-watch.ts'
import { shownPins } from '../lineage/watches/shown-pins.ts'
import { putWatchStatement } from '../lineage/watches/watches-table.ts'
import { withdrawErased } from '../lineage/withdraw-erased.ts'
import { promptUnits } from '../preanswer/prompts/reader-prompt.ts'
import { askedStatement, countAskedStatement } from '../predict/questions-table.ts'
import type { Answer } from '../spec/answer.ts'
import type { QuestionId } from '../spec/ids.ts'
import { keyVectorDigest } from '../spec/key-vector.ts'
import { questionDigest } from '../spec/normalise-question.ts'
import { bumpRevision } from '../spec/revision.ts'
import type { Schema } from '../spec/schema.ts'
import { type Statement, statement } from '../spec/store.ts'
import type { LiveOutcome } from './answer-live.ts'
import type { AskDependencies, AskTrail, ReadyScope, UnderstoodInput } from './ask-types.ts'
import { type AskedWords, openAskedWords, wordlessAnswer, wordlessDecision } from './asked-text.ts'
import { paidCalls } from './paid-calls.ts'
import { confirmedKey, putVector, verifierLabels } from './record-match.ts'
import { savingOf } from './saving-of.ts'

export interface AskRecord {
  readonly at: ReadyScope
  readonly answer: Answer
  readonly trail: AskTrail
  readonly policy: string
  readonly entry: Entry | null
  readonly live: LiveOutcome | null
  readonly input: UnderstoodInput
  /** The question's vector, where it was embedded: what is filed is checked with it later. */
  readonly vector?: Int8Array | null
  /** The same where the question was agreed to be one the entry answers, and is to be found by its words from now on. */
  readonly confirmed?: Int8Array | null
}

/** Where the scope stood when it was searched. */
interface Searched {
  readonly revision: number
  readonly passages: number
}

/** Candidates a record tells of, nearest first. */
const mostCandidates = 5
/** Of them those whose features are kept. */
const mostWeighed = 3
/** Of an answer's text and of each of its quotations. */
const keptCharacters = 300

/** Queues what an ask leaves behind, to be written after the answer: its record, the asked question, a candidate or an absence. */
export function recordAsk(dependencies: AskDependencies, record: AskRecord): void {
  const { view } = record.at.scope
  const searched: Searched = { revision: view.revision, passages: view.passageCount }
  dependencies.later(async () => {
    await record.at.now.settle()
    const { store } = dependencies
    const scope = record.at.scope.scope
    // A question that was forgotten is answered like any other and leaves nothing behind.
    if ((await loadTombstones(store.read, scope)).hasQuestion(record.input.question)) return []
    const entries = record.entry === null ? [entryId(scope, record.policy, '', record.input.question)] : [record.entry.id]
    const words = await openAskedWords(dependencies, scope, dependencies.askedText ?? 'kept')
    const saved = await savingOf(dependencies, record)
    await dependencies.economy?.learn(scope, paidCalls(record.trail.calls, record.answer))
    if (words.mode !== 'kept')
      return [...recorded(dependencies, record, null, words), ...saved, ...withdrawErased(store.read, scope, entries)]
    const { statements, unfiled } = await filed(dependencies, record, searched)
    return [
      ...statements,
      ...recorded(dependencies, record, unfiled, words),
      ...rememberPolicyStatements(store.read, scope, record.input.policy, dependencies.clock.now()),
      ...verifierLabels(dependencies, scope, record.trail, record.answer),
      ...(await confirmed(dependencies, record)),
      ...saved,
      ...withdrawErased(store.read, scope, entries),
    ]
  })
}

async function confirmed(dependencies: AskDependencies, { entry, input, confirmed: vector }: AskRecord): Promise<readonly Statement[]> {
  return entry === null || vector === undefined || vector === null ? [] : confirmedKey(dependencies, entry, input.question, vector)
}

function recorded({ store, clock }: AskDependencies, record: AskRecord, unfiled: Unfiled | null, words: AskedWords): readonly Statement[] {
  const { at, answer, trail, entry, input } = record
  const db = store.read
  const scope = at.scope.scope
  const now = clock.now()
  const isKept = words.mode === 'kept'
  const decision: DecisionRecordInput = { ...decisionRecord(record), unfiled }
  const statements = [
    statement(
      db.insertInto('records').values({
        scope,
        ask: answer.id,
        at: now,
        question: words.question(input.question),
        served: answer.served,
        entry: entry?.id ?? null,
        prepared_by: answer.preparedBy,
        session: words.session(input.session),
        answer: JSON.stringify(keptAnswer(isKept ? answer : wordlessAnswer(answer, words))),
        decision: JSON.stringify(isKept ? decision : wordlessDecision(decision)),
      }),
    ),
  ]
  if (canBePrepared(trail)) {
    // Without a model the sleep would only read the whole question again, and find less than what was put together.
    const isRemade = answer.served === 'adapted' && answer.model !== null
    const missed = answer.served === 'live' || isRemade || (answer.served === 'none' && entry === null)
    statements.push((isKept ? askedStatement : countAskedStatement)(db, scope, input.question, missed, now))
  }
  statements.push(countAskStatement(db, scope, now, answer.served === 'hit' || answer.served === 'adapted'))
  if (entry === null) return statements
  const served = db
    .updateTable('entries')
    .set({ served_count: sql<number>`served_count + 1`, last_served_at: now })
    .where('scope', '=', scope)
    .where('entry', '=', entry.id)
  return [...statements, statement(served)]
}

/** What is written of a live answer, or why nothing is, where enough was filed. */
interface Filed {
  readonly statements: readonly Statement[]
  readonly unfiled: Unfiled | null
}

const nothingFiled: Filed = { statements: [], unfiled: null }

/** A live answer becomes a candidate, nothing found an absence; neither replaces a verified answer. */
async function filed(
  dependencies: AskDependencies,
  { at, trail, policy, live, input, vector }: AskRecord,
  searched: Searched,
): Promise<Filed> {
  if (live === null || input.mode === 'live' || !canBePrepared(trail)) return nothingFiled
  const { store, clock } = dependencies
  const scope = at.scope.scope
  const id = entryId(scope, policy, '', input.question)
  const existing = await store.read
    .selectFrom('entries')
    .select(['status', 'state', 'kind', 'doubted'])
    .where('scope', '=', scope)
    .where('entry', '=', id)
    .executeTakeFirst()
  // One that failed its check is judged by the sleep, not by one ask: what spoke against it may be gone by then.
  const isKept =
    existing?.kind === 'answer' && existing.status === 'verified' && (existing.state === 'fresh' || existing.state === 'suspect')
  if (isKept) return nothingFiled
  // Refuted asleep: the same question asked live of the same texts would be served unverified again.
  const isRefuted = existing?.status === 'candidate' && existing.state === 'stale' && existing.doubted === 1
  if (isRefuted && (await isSkipped(store.read, scope, input.question))) return nothingFiled
  const answered = live.reading.kind === 'answer' ? live.reading.body : null
  const isRefused = answered !== null && isBlocked(await blocksFor(store.read, scope, input.question), { id, alike: alikeDigest(answered) })
  if (isRefused) return nothingFiled
  const body = answered ?? { shape: 'quotation' as const, text: '', quotes: [], notes: [] }
  const entry: Entry = {
    id,
    scope,
    policy,
    question: questionDigest(input.question) as string as QuestionId,
    questionText: input.question,
    kind: answered === null ? 'absence' : 'answer',
    status: 'candidate',
    state: 'fresh',
    shape: body.shape,
    body,
    alike: alikeDigest(body),
    effort: 'live',
    verdict: answered === null ? absenceVerdict : 'not verified yet',
    preparedBy: 'ask',
    region: '',
    promptTokens:
      answered === null
        ? 0
        : await dependencies.countPromptTokens({ question: input.question, evidence: live.units, policy: input.policy }),
    spend: live.reading.spend,
    model: live.model,
    recipe: 'live',
    madeAt: clock.now(),
  }
  const filing = { entry, vector: vector ?? null, embedder: dependencies.embedder.name }
  const unfiled = existing === undefined ? await whyUnfiled(store.read, filing) : null
  if (unfiled !== null) return { statements: [], unfiled }
  const { watch, pins } = makeWatch({
    entry: id,
    question: input.question,
    vector: { digest: keyVectorDigest(input.question), embedder: dependencies.embedder.name },
    units: live.units,
    limit: live.units.length,
    passages: searched.passages,
    k: shownPassages(live.units),
  })
  const read = live.model === null ? [] : shownPins('read', live.units.slice(0, promptUnits))
  const statements = [
    bumpRevision(store.read, scope),
    ...(await retireStatements(store.read, scope, [entry])),
    ...putEntryStatements(store.read, entry, [{ text: input.question, kind: 'question' }]),
    putWatchStatement(store.read, scope, watch),
    ...evidenceStatements(store.read, scope, id, 'entry', [...citedPins(body), ...read, ...pins]),
    ...withdrawUnsupported(store.read, scope, [id]),
    ...doubtLate(store.read, scope, [id], searched.revision),
    ...(vector === undefined || vector === null ? [] : [putVector(dependencies, scope, input.question, vector)]),
  ]
  return { statements, unfiled: null }
}

/** Whether a sleep tried the question and left it, and nothing has changed since that speaks for trying again. */
async function isSkipped(db: Kysely<Schema>, scope: string, question: string): Promise<boolean> {
  const row = await db
    .selectFrom('questions')
    .select('skipped')
    .where('scope', '=', scope)
    .where('question', '=', questionDigest(question))
    .executeTakeFirst()
  return (row?.skipped ?? null) !== null
}

function decisionRecord({ answer, trail, entry, input }: AskRecord): DecisionRecordInput {
  const { match } = trail
  const { reason, detail } = answer.decision
  const adapted = answer.adaptation
  return {
    considered: keptCandidates(trail, entry),
    reason,
    detail,
    class: match?.class ?? null,
    gate: match?.gate ?? null,
    promise: input.promise,
    calibration: match?.calibration ?? null,
    recipe: match?.recipe ?? null,
    adaptation: adapted === null ? null : { kind: adapted.kind, what: adapted.what, from: adapted.from.map((source) => source.entry) },
    standAlone: input.standAlone,
    calls: [...paidCalls(trail.calls, answer)],
  }
}

/** The nearest candidates, and the one served wherever it stood; the features of the first and of that one. */
function keptCandidates({ considered }: AskTrail, served: Entry | null): readonly ConsideredInput[] {
  return considered
    .map((one, at) => (at < mostWeighed || one.entry === served?.id ? one : { ...one, features: null }))
    .filter(({ entry }, at) => at < mostCandidates || entry === served?.id)
}

/** An answer as its record keeps it: long texts cut, because the entry and the sources hold them whole. */
function keptAnswer(answer: Answer): Answer {
  return {
    ...answer,
    text: shortened(answer.text),
    citations: answer.citations.map((citation) => ({ ...citation, quote: shortened(citation.quote) })),
  }
}

function shortened(text: string): string {
  return text.length <= keptCharacters ? text : `${text.slice(0, keptCharacters).trimEnd()}…`
}

/** A question that is never looked up is not prepared either: nobody could be served it. */
function canBePrepared({ reason }: AskTrail): boolean {
  return reason !== 'leans-on-conversation' && reason !== 'inlined-documents' && reason !== 'too-short'
}
