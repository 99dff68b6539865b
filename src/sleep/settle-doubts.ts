import { type RawBuilder, sql } from 'kysely'
import { corpusRevision } from '../corpus/corpus-revision.ts'
import { artefactStatement } from '../lineage/artefact-statement.ts'
import type { EvidencePin } from '../lineage/evidence-pin.ts'
import { pinPlaces } from '../lineage/pin-places.ts'
import { verificationStatement } from '../lineage/verifications.ts'
import { doubtLate } from '../lineage/watches/doubt-entries.ts'
import { type MadeWatch, roundTripPassages } from '../lineage/watches/make-watch.ts'
import { renewWatchStatements } from '../lineage/watches/watches-table.ts'
import { stillAdmissible } from '../preanswer/still-admissible.ts'
import { toQuestion } from '../predict/questions-table.ts'
import { storedVectors } from '../retrieve/stored-vectors.ts'
import { digest } from '../spec/digest.ts'
import type { Rung } from '../spec/evidence.ts'
import { policyDigest } from '../spec/policy.ts'
import { bumpRevision } from '../spec/revision.ts'
import { type Statement, statement } from '../spec/store.ts'
import { breathe } from './breathe.ts'
import { causeOf } from './cause-of.ts'
import { type Doubted, doubtedEntries, questionVector } from './doubted-entries.ts'
import { embedOwed } from './embed-owed.ts'
import type { OwedQuestion } from './owed-questions.ts'
import type { Planner } from './plan/open-planner.ts'
import { prepareAnswers } from './prepare-answers.ts'
import { evidenceUnits, restsOn } from './prepare-question.ts'
import { commit, type SleepContext } from './sleep-context.ts'

const batch = 32

/** held: it stands, with its search as it is now. refuted: it does not. unread: nor does what a model wrote, which must read again. left: that is not worth it now, so it stays in doubt and is not served. */
interface Settled {
  readonly doubted: Doubted
  readonly outcome: 'held' | 'refuted' | 'unread' | 'left'
  readonly rung: Rung
  readonly watch: MadeWatch
}

/**
 * Checks every entry that something may speak against, lists apart, by the admission it was made by: one search each, no
 * model. What holds is confirmed with its search renewed; what a model wrote and does not hold is read again, once that is worth
 * it; everything else that does not is withdrawn and, where its question is still asked for, made again. Watches whose weights have drifted are
 * renewed on the way. Level-triggered: what is left by a stop is settled by the next sleep.
 */
export async function settleDoubts(context: SleepContext, planner: Planner | null = null): Promise<void> {
  await context.view.refresh()
  const all = await doubtedEntries(context)
  if (all.length === 0) return
  await embedOwed(
    context,
    all.map(({ entry }) => questionVector(entry)),
    'questions',
  )
  const worth = await worthReading(context, all, planner)
  const isWorth = ({ entry }: Doubted): boolean => worth === null || worth.has(entry.question)
  const again: Settled[] = []
  for (let at = 0; at < all.length; at += batch) {
    const settled = await settleBatch(context, all.slice(at, at + batch), isWorth)
    await commitSettled(
      context,
      // What is in doubt already and left so is as it was.
      settled.filter(({ outcome, doubted }) => outcome !== 'left' || doubted.why !== 'suspect'),
    )
    // Under another policy it is prepared again with whatever else is asked under that.
    again.push(
      ...settled.filter(
        ({ doubted, outcome }) => (outcome === 'refuted' || outcome === 'unread') && isOwn(context, doubted) && isWorth(doubted),
      ),
    )
  }
  planner?.prepared(again.flatMap(({ doubted }) => worth?.get(doubted.entry.question) ?? []))
  await redo(context, again)
}

/** Of what a model wrote, the questions worth a call of it now; null where nothing is weighed: then all are. */
async function worthReading(context: SleepContext, doubted: readonly Doubted[], planner: Planner | null) {
  if (planner === null || context.skills.reader.model === null) return null
  const own = doubted.filter((one) => isOwn(context, one))
  const served = new Set(own.filter(({ entry }) => entry.state === 'fresh').map(({ entry }) => entry.question))
  const questions = (await questionsOf(context, own)).map((one) => ({ ...one, isServed: served.has(one.id) }))
  const planned = await planner.weigh(questions)
  // What is in doubt is read again whole or not at all, also where a draft would do.
  return new Map(planned.filter(({ level }) => level >= 2).map((one) => [one.question.id, one]))
}

async function settleBatch(
  context: SleepContext,
  doubted: readonly Doubted[],
  isWorth: (doubted: Doubted) => boolean,
): Promise<readonly Settled[]> {
  const { store, scope, embedder } = context
  const digests = doubted.map(({ entry }) => questionVector(entry).digest)
  const vectors = await storedVectors(store.read, scope, embedder.name, digests)
  const settled: Settled[] = []
  for (const one of doubted) {
    settled.push(await settleOne(context, one, vectors.get(questionVector(one.entry).digest) ?? null, isWorth))
    await breathe(context)
  }
  return settled
}

async function settleOne(
  context: SleepContext,
  doubted: Doubted,
  vector: Int8Array | null,
  isWorth: (doubted: Doubted) => boolean,
): Promise<Settled> {
  const { entry, isRoundTrip, why } = doubted
  const { reader } = context.skills
  const evidence = await context.view.search({ question: entry.questionText, vector, limit: evidenceUnits })
  const { watch, read } = restsOn(context, entry, { hasVector: vector !== null, isRoundTrip, evidence })
  const settled = (outcome: Settled['outcome'], rung: Rung): Settled => ({ doubted, outcome, rung, watch })
  if (why === 'drifted' && (await pinsDigest(context, entry.id, 'watched')) === digestOf(watch.pins)) return settled('held', 'watch-held')
  const isApproved = (entry.approvedAt ?? null) !== null
  // What a person approved is never written anew: it stands, or goes to the review list.
  const isReadable = entry.model !== null && reader.model !== null && !isApproved
  if (isReadable && why === 'suspect') {
    const isShown = (await pinsDigest(context, entry.id, 'read')) === digestOf(read)
    if (isShown) return settled('held', 'same-prompt')
  }
  const roundTrip = isRoundTrip ? roundTripPassages : null
  const { holds } = await stillAdmissible({
    question: entry.questionText,
    kind: entry.kind,
    body: entry.body,
    isApproved,
    roundTrip,
    evidence,
  })
  if (holds) return settled('held', 'watch-held')
  if (!isReadable || !isOwn(context, doubted)) return settled('refuted', 'withdrawn')
  return isWorth(doubted) ? settled('unread', 'redone') : settled('left', 'withdrawn')
}

function isOwn({ policy }: SleepContext, { entry }: Doubted): boolean {
  return entry.policy === policyDigest(policy)
}

/** Digest of what an entry's evidence of one role names, in whatever order. */
async function pinsDigest({ store, scope }: SleepContext, entry: string, role: 'read' | 'watched'): Promise<string> {
  const rows = await store.read
    .selectFrom('evidence')
    .select(['reference', 'version', 'place', 'span'])
    .where('scope', '=', scope)
    .where('artefact', '=', entry)
    .where('role', '=', role)
    .execute()
  return digestOf(rows)
}

function digestOf(pins: readonly Pick<EvidencePin, 'reference' | 'version' | 'place' | 'span'>[]): string {
  return digest('pins', ...pins.map(({ reference, version, place, span }) => digest(reference, version, place ?? '', span ?? '')).sort())
}

async function commitSettled(context: SleepContext, settled: readonly Settled[]): Promise<void> {
  if (settled.length === 0) return
  const { scope } = context
  const db = context.store.read
  const at = context.clock.now()
  const statements: Statement[] = [bumpRevision(db, scope)]
  const held = settled.filter(({ outcome }) => outcome === 'held')
  const refuted = settled.filter(({ outcome }) => outcome === 'refuted')
  const event = (name: 'confirmed' | 'doubted' | 'refuted', of: readonly Settled[]) => {
    if (of.length > 0) statements.push(artefactStatement(db, scope, name, { table: 'entries', where: among(of) }))
  }
  event('confirmed', held)
  const left = settled.filter(({ outcome }) => outcome !== 'held')
  event('doubted', left)
  event('refuted', refuted)
  // Of what does not hold, too: once what speaks against it is gone, its question is tried again.
  for (const { watch } of settled) statements.push(...renewWatchStatements(db, scope, watch))
  for (const { doubted, rung } of [...held.filter((one) => one.doubted.why === 'suspect'), ...refuted]) {
    const cause = await causeOf(context, doubted.entry.id)
    statements.push(verificationStatement(db, { scope, artefact: doubted.entry.id, kind: 'entry', rung, cause, by: 'sleep', at }))
  }
  if (left.length > 0) statements.push(triedAgain(context, left))
  const ids = held.map(({ doubted }) => doubted.entry.id)
  statements.push(...pinPlaces(db, scope, ids), ...doubtLate(db, scope, ids, context.view.revision))
  await commit(context, statements)
  for (const { doubted } of held) if (doubted.why === 'suspect') context.tally.keep('entries')
}

function among(settled: readonly Settled[]): RawBuilder<boolean> {
  return sql<boolean>`entry in (${sql.join(settled.map(({ doubted }) => doubted.entry.id))})`
}

function triedAgain({ store, scope }: SleepContext, settled: readonly Settled[]): Statement {
  const ids = settled.map(({ doubted }) => doubted.entry.question)
  return statement(store.read.updateTable('questions').set({ skipped: null }).where('scope', '=', scope).where('question', 'in', ids))
}

/** Makes again what did not hold; what a model read and cannot answer any more is withdrawn. */
async function redo(context: SleepContext, settled: readonly Settled[]): Promise<void> {
  if (settled.length === 0) return
  const { store, scope } = context
  const questions = await questionsOf(
    context,
    settled.map(({ doubted }) => doubted),
  )
  await prepareAnswers(context, questions, await corpusRevision(store.read, scope))
  const unread = settled.filter(({ outcome }) => outcome === 'unread')
  if (unread.length === 0) return
  const given = sql<boolean>`question in (select question from questions where scope = ${scope} and skipped is not null)`
  const where = sql<boolean>`${among(unread)} and ${given}`
  const refuted = sql<boolean>`artefact in (select entry from entries where scope = ${scope} and state = 'suspect' and ${where})`
  const last = { rung: 'withdrawn', by: 'sleep', at: context.clock.now() } as const
  await commit(context, [
    bumpRevision(store.read, scope),
    statement(store.read.updateTable('verifications').set(last).where('scope', '=', scope).where(refuted)),
    artefactStatement(store.read, scope, 'refuted', { table: 'entries', where }),
  ])
}

async function questionsOf({ store, scope }: SleepContext, doubted: readonly Doubted[]): Promise<readonly OwedQuestion[]> {
  const ids = doubted.map(({ entry }) => entry.question)
  const questions: OwedQuestion[] = []
  for (let at = 0; at < ids.length; at += 400) {
    const rows = await store.read
      .selectFrom('questions')
      .selectAll()
      .where('scope', '=', scope)
      .where('question', 'in', ids.slice(at, at + 400))
      .where('dropped', '=', 0)
      .orderBy('question')
      .execute()
    // Nothing else stands in for it: what cannot be answered is an absence.
    questions.push(...rows.map((row) => ({ ...toQuestion(row), isServed: false })))
  }
  return questions
}
