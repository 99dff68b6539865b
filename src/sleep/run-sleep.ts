import type { Calibration } from '../cache/calibration/calibration.ts'
import { unfiledSinceSleep } from '../cache/filing-bounds.ts'
import { corpusRevision } from '../corpus/corpus-revision.ts'
import { changeDocumentsOf, liveDocuments } from '../corpus/documents.ts'
import { outlines as loadOutlines } from '../corpus/outlines.ts'
import type { SyncReceipt } from '../corpus/sync-receipt.ts'
import { evictOld } from '../lineage/editions/evict-old.ts'
import { reviveEditions } from '../lineage/editions/revive-editions.ts'
import type { StoredQuestion } from '../predict/questions-table.ts'
import { ReverieError } from '../spec/errors.ts'
import { policyDigest } from '../spec/policy.ts'
import type { WordVectors } from '../spec/word-vectors.ts'
import { breathe } from './breathe.ts'
import { distilMeans } from './distil-demand.ts'
import { distilDocuments } from './distil-documents.ts'
import { type CompareEffortsOptions, compareEfforts } from './effort-compare.ts'
import { embedOwed } from './embed-owed.ts'
import { learnYields } from './learn-yields.ts'
import { makeKeysWhereWorth } from './make-keys-worth.ts'
import { owedDocuments } from './owed-documents.ts'
import { owedQuestions } from './owed-questions.ts'
import { owedUnitCounts, owedUnitTexts } from './owed-units.ts'
import { openPlanner, type Planner, type PlanTerms } from './plan/open-planner.ts'
import type { PlanReceipt } from './plan/plan-receipt.ts'
import { prepareAtLevel, type ToPrepare } from './plan/prepare-at-level.ts'
import { type PredictAheadOptions, predictAhead } from './predict-ahead.ts'
import { predictCorpus } from './predict-corpus.ts'
import { prepareGroups } from './prepare-groups.ts'
import { preparePolicies } from './prepare-policies.ts'
import { refitMatch } from './refit-match.ts'
import { type Keeping, keepWithin } from './retention/keep-within.ts'
import { seedQuestions } from './seed-questions.ts'
import { settleDoubts } from './settle-doubts.ts'
import { shadowChecks } from './shadow-checks.ts'
import type { SleepContext } from './sleep-context.ts'
import { sweepDeleted } from './sweep-deleted.ts'
import { cutWaves } from './waves.ts'

/** How a sleep ended, beyond what its tally counted. */
export interface SleepOutcome {
  readonly stoppedBy: 'done' | 'budget' | 'aborted'
  readonly sync: SyncReceipt
  /** What was weighed and whether it was worth it; null where nothing was owed. */
  readonly worth: { readonly plan: PlanReceipt; readonly worth: string } | null
}

export interface SleepRun {
  readonly context: SleepContext
  /** Brings the corpus up to its sources; each document can be asked as soon as it is committed. */
  readonly sync: () => Promise<SyncReceipt>
  readonly maxQuestions: number
  /** What decides whether work pays; absent: everything does. */
  readonly terms?: PlanTerms
  /** What predictions go by beside the scope's history; absent: there is no repository. */
  readonly history?: () => Promise<PredictAheadOptions>
  /** Compares what is prepared with live answers; absent without a model. */
  readonly effort?: Pick<CompareEffortsOptions, 'live' | 'judge'>
  /** What is kept, and of the words people asked; absent: as usual. */
  readonly keeping?: Keeping
  /** What the match decision promises, and the prior it is fitted from; absent or null: it is not checked, or not fitted. */
  readonly match?: {
    readonly maxWrongHits: number
    readonly prior: Calibration | null
    /** What words mean, as matches are seen. */
    readonly words: () => Promise<WordVectors>
  }
}

/**
 * The offline path: sync; then wave by wave distil and predict, embed, answer and verify what changed; then the folders,
 * topics and lists over it, doubts, and whatever people asked and missed. Everything is committed as it is made; what is
 * owed is read from state, so a stopped sleep is simply continued by the next, and one with little to do does little.
 */
export async function runSleep(sleep: SleepRun): Promise<SleepOutcome> {
  const { context, match, terms, effort, keeping = {} } = sleep
  const receipt = await sleep.sync()
  const worth = terms === undefined ? null : { planner: openPlanner(context, terms), terms }
  const end = (stoppedBy: SleepOutcome['stoppedBy']): SleepOutcome => ({
    stoppedBy,
    sync: receipt,
    worth: worth?.planner.receipt() ?? null,
  })
  try {
    await learnYields(context)
    const left = await prepareAll(sleep, worth)
    await preparePolicies(context, { mostQuestions: left, terms })
    if (match !== undefined) await learnMatching(context, match)
    if (effort !== undefined) await compareEfforts(context, effort)
    await evict(context, keeping)
    return end('done')
  } catch (cause) {
    if (context.signal?.aborted) return end('aborted')
    if (cause instanceof ReverieError && cause.code === 'budget-refused') return end('budget')
    throw cause
  }
}

/** Returns how many questions more might have been prepared. */
async function prepareAll(sleep: SleepRun, worth: { readonly planner: Planner; readonly terms: PlanTerms } | null): Promise<number> {
  const { context, maxQuestions, match, history } = sleep
  const { store, scope, tally } = context
  await revive(context)
  const documents = await liveDocuments(store, scope)
  if (documents.length > 0) tally.nowAskable()
  const corpus = await corpusRevision(store.read, scope)
  const { contextOf, ofGroups, why } = await distilMeans(context, documents, worth)
  const owed = await owedDocuments(context, documents, contextOf)
  const extracted = documents.filter((document) => owed.has(document.id) && contextOf(document) !== context)
  if (why !== null && extracted.length > 0) tally.skip(`distilled by extraction, not by the model: ${why}`, extracted.length)
  const outlines = onceMade(() => loadOutlines(store, scope))
  const owedVectors = await owedUnitCounts(context)
  const seen = new Set<string>()
  const owedNow = async (wanted: (question: StoredQuestion) => boolean): Promise<readonly ToPrepare[]> => {
    const all = (await owedQuestions(context, policyDigest(context.policy))).filter(
      (question) => !seen.has(question.id) && question.about.kind !== 'list',
    )
    // Weighed all together, so that what a wave takes of the budget is what is worth most of everything.
    const planned = worth === null ? null : (await worth.planner.plan(all)).filter(({ question }) => wanted(question))
    const chosen: readonly ToPrepare[] = planned ?? all.filter(wanted).map((question) => ({ question, level: 3 }))
    const allowed = chosen.slice(0, Math.max(0, maxQuestions - seen.size))
    for (const { question } of allowed) seen.add(question.id)
    worth?.planner.prepared(planned?.slice(0, allowed.length) ?? [])
    return allowed
  }
  let distilled = 0
  const due = documents.filter((document) => owed.has(document.id) || owedVectors.has(document.id))
  for (const wave of cutWaves(due, (document) => owedVectors.get(document.id) ?? 0)) {
    await breathe(context)
    const documentsOwed = wave.filter((document) => owed.has(document.id))
    for (const [under, own] of Map.groupBy(documentsOwed, contextOf)) {
      await distilDocuments(under, own, outlines, (path) => {
        distilled += 1
        tally.progress('distil', distilled, owed.size, path)
      })
    }
    await embedOwed(context, await owedUnitTexts(context, wave), 'passages')
    // What was withdrawn may be asked for again.
    if (documentsOwed.length > 0) await revive(context)
    await context.view.refresh()
    const regions = new Set<string>(wave.map((document) => document.path))
    await prepareAtLevel(context, await owedNow((question) => regions.has(question.region)), corpus)
    await breathe(context)
  }
  const changes = (await changeDocumentsOf(store, scope)).filter((document) => owedVectors.has(document.id))
  if (changes.length > 0) await embedOwed(context, await owedUnitTexts(context, changes), 'passages')
  await sweepDeleted(context)
  await settleDoubts(context, worth?.planner)
  await prepareGroups(ofGroups, documents, outlines)
  await seedQuestions(ofGroups)
  await predictCorpus(context, documents)
  await predictAhead(context, (await history?.()) ?? { commits: [], hasChangeDocuments: false })
  await context.view.refresh()
  // What was prepared may have cost less than was taken: what that leaves goes into more.
  for (let more = await owedNow(() => true); more.length > 0; more = await owedNow(() => true)) await prepareAtLevel(context, more, corpus)
  await settleDoubts(context, worth?.planner)
  const seenBy = match === undefined || match.prior === null ? null : { prior: match.prior, words: match.words }
  await makeKeysWhereWorth(context, seenBy, worth?.planner ?? null)
  return Math.max(0, maxQuestions - seen.size)
}

/** Last, when nothing else is owed: what was served is checked, and the match decision fitted to what is known by then. */
async function learnMatching(context: SleepContext, { maxWrongHits, prior }: NonNullable<SleepRun['match']>): Promise<void> {
  await shadowChecks(context, { maxWrongHits })
  if (prior !== null) await refitMatch(context, { prior, maxWrongHits })
}

/** What grew beyond what is kept: the leavings of asks, keys by their value, and what is only kept for revival. */
async function evict(context: SleepContext, keeping: Keeping): Promise<void> {
  const { store, scope, clock, lease: fence, tally } = context
  for (const [why, count] of await unfiledSinceSleep(store.read, scope)) tally.skip(`answered live and not filed: ${why}`, count)
  await keepWithin(context, keeping)
  await evictOld(store, scope, { clock, fence })
}

async function revive({ store, scope, clock, lease, tally }: SleepContext): Promise<void> {
  const revived = await reviveEditions(store, scope, { clock, fence: lease, by: 'sleep' })
  tally.keep('entries', revived.length)
}

function onceMade<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | null = null
  return () => {
    made ??= make()
    return made
  }
}
