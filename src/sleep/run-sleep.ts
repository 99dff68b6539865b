import type { Calibration } from '../cache/calibration/calibration.ts'
import { unfiledSinceSleep } from '../cache/filing-bounds.ts'
import { corpusRevision } from '../corpus/corpus-revision.ts'
import { liveDocuments } from '../corpus/documents.ts'
import { nextTurn } from '../corpus/next-turn.ts'
import { outlines as loadOutlines } from '../corpus/outlines.ts'
import type { SyncReceipt } from '../corpus/sync-receipt.ts'
import { evictOld } from '../lineage/editions/evict-old.ts'
import { reviveEditions } from '../lineage/editions/revive-editions.ts'
import type { StoredQuestion } from '../predict/questions-table.ts'
import { ReverieError } from '../spec/errors.ts'
import { policyDigest } from '../spec/policy.ts'
import type { WordVectors } from '../spec/word-vectors.ts'
import { distilDocuments } from './distil-documents.ts'
import { embedOwed } from './embed-owed.ts'
import { evictAsked } from './evict-asked.ts'
import { evictByValue } from './evict-by-value.ts'
import { makeKeys } from './make-keys.ts'
import { owedDocuments } from './owed-documents.ts'
import { type OwedQuestion, owedQuestions } from './owed-questions.ts'
import { owedUnitCounts, owedUnitTexts } from './owed-units.ts'
import { prepareAnswers } from './prepare-answers.ts'
import { prepareGroups } from './prepare-groups.ts'
import { preparePolicies } from './prepare-policies.ts'
import { refitMatch } from './refit-match.ts'
import { settleDoubts } from './settle-doubts.ts'
import { shadowChecks } from './shadow-checks.ts'
import { type SleepContext, throwIfAborted } from './sleep-context.ts'
import { sweepDeleted } from './sweep-deleted.ts'
import { cutWaves } from './waves.ts'

/** How a sleep ended, beyond what its tally counted. */
export interface SleepOutcome {
  readonly stoppedBy: 'done' | 'budget' | 'aborted'
  readonly sync: SyncReceipt
}

export interface SleepRun {
  readonly context: SleepContext
  /** Brings the corpus up to its sources; each document can be asked as soon as it is committed. */
  readonly sync: () => Promise<SyncReceipt>
  readonly maxQuestions: number
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
export async function runSleep({ context, sync, maxQuestions, match }: SleepRun): Promise<SleepOutcome> {
  const receipt = await sync()
  const end = (stoppedBy: SleepOutcome['stoppedBy']): SleepOutcome => ({ stoppedBy, sync: receipt })
  try {
    const left = await prepareAll(context, maxQuestions, match)
    await preparePolicies(context, { mostQuestions: left })
    if (match !== undefined) await learnMatching(context, match)
    await evict(context)
    return end('done')
  } catch (cause) {
    if (context.signal?.aborted) return end('aborted')
    if (cause instanceof ReverieError && cause.code === 'budget-refused') return end('budget')
    throw cause
  }
}

/** Returns how many questions more might have been prepared. */
async function prepareAll(context: SleepContext, maxQuestions: number, match: SleepRun['match']): Promise<number> {
  const { store, scope, tally } = context
  await revive(context)
  const documents = await liveDocuments(store, scope)
  if (documents.length > 0) tally.nowAskable()
  const corpus = await corpusRevision(store.read, scope)
  const owed = await owedDocuments(context, documents)
  const outlines = onceMade(() => loadOutlines(store, scope))
  const owedVectors = await owedUnitCounts(context)
  const seen = new Set<string>()
  const owedNow = async (wanted: (question: StoredQuestion) => boolean): Promise<readonly OwedQuestion[]> => {
    const all = await owedQuestions(context, policyDigest(context.policy))
    const chosen = all.filter((question) => !seen.has(question.id) && question.about.kind !== 'list' && wanted(question))
    const allowed = chosen.slice(0, Math.max(0, maxQuestions - seen.size))
    for (const question of allowed) seen.add(question.id)
    return allowed
  }
  let distilled = 0
  const due = documents.filter((document) => owed.has(document.id) || owedVectors.has(document.id))
  for (const wave of cutWaves(due, (document) => owedVectors.get(document.id) ?? 0)) {
    throwIfAborted(context.signal)
    const documentsOwed = wave.filter((document) => owed.has(document.id))
    await distilDocuments(context, documentsOwed, outlines, (path) => {
      distilled += 1
      tally.progress('distil', distilled, owed.size, path)
    })
    await embedOwed(context, await owedUnitTexts(context, wave), 'passages')
    // What was withdrawn may be asked for again.
    if (documentsOwed.length > 0) await revive(context)
    await context.view.refresh()
    const regions = new Set<string>(wave.map((document) => document.path))
    await prepareAnswers(context, await owedNow((question) => regions.has(question.region)), corpus)
    await nextTurn()
  }
  await sweepDeleted(context)
  await settleDoubts(context)
  await prepareGroups(context, documents, outlines)
  await context.view.refresh()
  await prepareAnswers(context, await owedNow(() => true), corpus)
  await settleDoubts(context)
  await makeKeys(context, match === undefined || match.prior === null ? null : { prior: match.prior, words: match.words })
  return Math.max(0, maxQuestions - seen.size)
}

/** Last, when nothing else is owed: what was served is checked, and the match decision fitted to what is known by then. */
async function learnMatching(context: SleepContext, { maxWrongHits, prior }: NonNullable<SleepRun['match']>): Promise<void> {
  await shadowChecks(context, { maxWrongHits })
  if (prior !== null) await refitMatch(context, { prior, maxWrongHits })
}

/** What grew beyond what is kept: the leavings of asks, keys by their value, and what is only kept for revival. */
async function evict({ store, scope, clock, lease: fence, tally }: SleepContext): Promise<void> {
  for (const [why, count] of await unfiledSinceSleep(store.read, scope)) tally.skip(`answered live and not filed: ${why}`, count)
  const asked = await evictAsked(store, scope, { fence })
  tally.skip('asked seldom, and more was asked than is kept', asked.questions)
  const least = await evictByValue(store, scope, { fence })
  tally.skip('worth least of more prepared answers than are kept', least.entries)
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
